/** Logging in as a draft of a server says, and remembering it when that has worked. */
import type { JobContext } from '../../shared/contract/define.ts'
import type { Server } from '../../shared/model/server.ts'
import type { Secret } from '../../shared/secret.ts'
import {
  type ConnectionDeps,
  type ConnectionTrace,
  openConnection,
} from '../net/ssh/open-connection.ts'
import type { Clock } from '../platform.ts'
import type { Connections } from './connections.ts'
import type { Registry, SecretKind } from './registry.ts'
import { sudoCommand } from './remote-commands.ts'
import type { ServerRecord } from './server-record.ts'
import { learnt, targetOf } from './target-of.ts'

export interface Login {
  readonly identityFile?: string | undefined
  readonly password?: Secret | undefined
  readonly passphrase?: Secret | undefined
  readonly sudoPassword?: Secret | undefined
  readonly acceptHostKey?: string | undefined
}

export interface LoginDeps {
  readonly registry: Registry
  readonly connection: ConnectionDeps
  readonly connections: Connections
  readonly clock: Clock
  /** A server's record has changed. */
  readonly changed: () => void
}

/** One fingerprint, or several with commas or blanks between. */
export const fingerprints = (text: string | undefined): string[] =>
  (text ?? '').split(/[\s,]+/).filter(word => word !== '')

/** Logs in as the draft says, and answers the draft with what that taught. Remembers nothing. */
export async function tryOut(
  deps: LoginDeps,
  draft: ServerRecord,
  login: Login,
  mayReplace: boolean,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<ServerRecord> {
  const { registry } = deps
  const base = await targetOf(draft, registry)
  const trace: ConnectionTrace = { keys: {} }
  const target = {
    ...base,
    credentials: {
      ...base.credentials,
      identityFile: draft.identityFile,
      passphrase: login.passphrase ?? base.credentials.passphrase,
      password: login.password ?? base.credentials.password,
    },
    accepted: fingerprints(login.acceptHostKey),
    mayReplace,
  }
  const opened = await openConnection(target, deps.connection, trace, signal)
  const after = learnt(draft, trace, deps.clock.now())
  const { host, link } = deps.connections.hostOver(
    after,
    async () => opened,
    async () => login.sudoPassword ?? registry.secret(draft.id, 'sudo'),
  )
  try {
    if (login.sudoPassword) await host.run(sudoCommand, [], { signal, asRoot: 'always' })
    return after
  } finally {
    link.close()
    opened.close()
  }
}

/** Keeps a record and the secrets that came with it. */
export async function remember(
  deps: LoginDeps,
  record: ServerRecord,
  login: Login,
): Promise<Server> {
  const { registry } = deps
  const kinds: readonly (readonly [SecretKind, Secret | undefined])[] = [
    ['password', login.password],
    ['passphrase', login.passphrase],
    ['sudo', login.sudoPassword],
  ]
  for (const [kind, secret] of kinds) if (secret) await registry.putSecret(record.id, kind, secret)
  registry.save(record)
  deps.changed()
  return registry.show(record)
}
