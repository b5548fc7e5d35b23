import {
  ComposeGeneration,
  Discovery,
  EnvCopy,
  EnvOffer,
  EnvPreview,
  EnvView,
  LifecycleResult,
  LogLine,
  SavedLogs,
  StackStatus,
  TransactionResult,
} from '../model/stack.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { event, job, query } from './define.ts'
import { ServerRef } from './servers.ts'

/** A project on a server; without a name it is the only one there. */
const Where = { server: ServerRef, project: z.string().min(1).max(255).optional() }
const ServiceName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/)
const CopyId = z.string().min(1).max(128)
const KeyName = z.string().regex(/^[A-Za-z0-9_.[\]-]{1,128}$/)

/** Go duration (`10m`) or RFC 3339 stamp, as `docker logs --since` takes it. */
const Since = z.string().regex(/^[0-9A-Za-z:.+-]{1,40}$/)

/** Values travel as secrets, all of them: which keys are secret is the catalogue's matter, not the caller's. */
export const EnvEdits = z.object({
  set: z.array(z.object({ key: KeyName, value: z.union([SecretText, z.literal('')]) })).max(200),
  unset: z.array(KeyName).max(200),
})

export const stackContract = {
  'stack.find': query(z.object({ server: ServerRef }), Discovery),
  'stack.status': query(z.object(Where), StackStatus),
  'stack.env': query(z.object(Where), EnvView),
  /** What the catalogue knows of these keys (of all that it has, when none is named): no server is asked. Of an unknown key only the look of its name is told. */
  'stack.envKeys': query(
    z.object({ keys: z.array(KeyName).max(400).optional() }),
    z.array(EnvOffer.extend({ isKnown: z.boolean() })),
  ),
  /** The transaction's own editor over the bytes of a file of this computer: nothing is sent anywhere. */
  'stack.envEdit': query(
    z.object({
      content: z.base64().max(4_000_000),
      compose: ComposeGeneration.default('v2'),
      edits: EnvEdits,
    }),
    z.object({ content: z.base64() }),
  ),
  /** What would change, what would be recreated, whether Compose on the server takes it. Writes nothing that stays. */
  'stack.envPreview': query(z.object({ ...Where, edits: EnvEdits }), EnvPreview),
  'stack.envApply': job(
    z.object({ ...Where, edits: EnvEdits, baseSha256: z.string().optional() }),
    TransactionResult,
    {
      lock: 'server',
      resumable: true,
    },
  ),
  'stack.envHistory': query(z.object(Where), z.array(EnvCopy)),
  /** What bringing a copy back would change, against the file as it is now. Writes nothing that stays. */
  'stack.envCopyPreview': query(z.object({ ...Where, id: CopyId }), EnvPreview),
  'stack.envRollback': job(
    z.object({ ...Where, id: CopyId, baseSha256: z.string().optional() }),
    TransactionResult,
    { lock: 'server', resumable: true },
  ),
  'stack.up': job(z.object(Where), LifecycleResult, { lock: 'server' }),
  'stack.down': job(z.object(Where), LifecycleResult, { lock: 'server' }),
  'stack.restart': job(z.object({ ...Where, service: ServiceName }), LifecycleResult, {
    lock: 'server',
  }),
  'stack.recreate': job(
    z.object({ ...Where, services: z.array(ServiceName).max(40) }),
    LifecycleResult,
    { lock: 'server' },
  ),
  'stack.pull': job(z.object(Where), LifecycleResult, { lock: 'server' }),
  /** Lines come as `stack.logged` events that carry the job's id; ends by itself unless it follows. */
  'stack.logs': job(
    z.object({
      ...Where,
      services: z.array(ServiceName).max(40),
      follow: z.boolean(),
      since: Since.optional(),
      tail: z.number().int().min(0).max(100_000).optional(),
    }),
    z.object({ lines: z.number().int() }),
    { isEndless: input => (input as { readonly follow: boolean }).follow }, // the input above
  ),
  /** Asks the person for a place and writes the log there, masked, service after service. Without a path they thought better of it. */
  'stack.saveLogs': job(
    z.object({
      ...Where,
      services: z.array(ServiceName).max(40),
      since: Since.optional(),
      matching: z.string().max(200).optional(),
    }),
    SavedLogs,
  ),
  'stack.logged': event(
    z.object({
      jobId: z.string(),
      lines: z.array(LogLine),
      /** Lines that came faster than they can be shown and are missing right before these. */
      leftOut: z.number().int(),
      /** Lines read since the start, with these and all that were left out. */
      read: z.number().int(),
    }),
  ),
  'stack.changed': event(z.object({ server: z.string(), project: z.string() })),
} as const
