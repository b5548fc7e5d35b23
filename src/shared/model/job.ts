import { WireError } from '../errors.ts'
import { z } from '../zod.ts'

export const JobStatus = z.enum([
  'queued',
  'running',
  'cancelling',
  'done',
  'failed',
  'cancelled',
  'interrupted',
])
export type JobStatus = z.infer<typeof JobStatus>

/** A job is a record, not a promise in a window: tray, command line and notes read the same one. */
export const JobRecord = z.object({
  id: z.string(),
  /** The contract's name, for example `stack.envApply`. */
  name: z.string(),
  /** The server it works on, where it works on one. */
  server: z.string().optional(),
  status: JobStatus,
  /** 0 to 1 over all weighted steps; absent while nothing is known. */
  fraction: z.number().min(0).max(1).optional(),
  step: z
    .object({
      id: z.string(),
      index: z.number().int(),
      of: z.number().int(),
      done: z.number().optional(),
      total: z.number().optional(),
      detail: z.string().optional(),
    })
    .optional(),
  queuedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  /** When `step` last changed: after 30 s of silence the screens say so. */
  heardAt: z.iso.datetime().optional(),
  dismissed: z.boolean(),
  result: z.unknown().optional(),
  error: WireError.optional(),
})
export type JobRecord = z.infer<typeof JobRecord>
