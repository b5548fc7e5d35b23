/** Changing a server's name, address or login: also while it is off. */
import type { AppHandlers } from '../../shared/contract/index.ts'
import type { JobContext } from '../../shared/contract/define.ts'
import { type AppError, type ErrorCode, isAppError, toWire } from '../../shared/errors.ts'
import { parseEndpoint } from '../net/ssh/endpoint.ts'
import { keyNameOf } from '../net/ssh/open-connection.ts'
import { resolveSshHost } from '../net/ssh/ssh-config.ts'
import { type LoginDeps, remember, tryOut } from './login.ts'
import type { ServerRecord } from './server-record.ts'

type Input = Parameters<AppHandlers['servers.update']>[0]
type Output = Awaited<ReturnType<AppHandlers['servers.update']>>

/** Failures before the server has said a word: they tell nothing against what the person wrote. */
const unreached: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'host-not-found',
  'host-unreachable',
  'host-refused',
  'host-timed-out',
  'host-silent',
  'local-network-denied',
  'jump-failed',
  'proxy-command-failed',
  'connection-lost',
  'timed-out',
])

/**
 * The server at its new address has to show the key that it had at the old one: it has moved, it is not another one.
 * Where the name of the key stays the same, or one is recorded for the new name, there is nothing to carry over.
 */
async function withKeyOfBefore(
  deps: LoginDeps,
  before: ServerRecord,
  draft: ServerRecord,
  signal: AbortSignal,
): Promise<ServerRecord> {
  if (!before.hostKey) return draft
  const query = { host: draft.host, port: draft.givenPort, user: draft.givenUser }
  const name = keyNameOf(await resolveSshHost(query, deps.connection, signal))
  if (draft.ownKeys[name]) return draft
  const { type, sha256 } = before.hostKey
  return { ...draft, keyName: name, ownKeys: { ...draft.ownKeys, [name]: { type, sha256 } } }
}

/** What the address says where nobody answered: for the list, until it is resolved anew. */
const asWritten = (draft: ServerRecord): ServerRecord => ({
  ...draft,
  port: draft.givenPort ?? 22,
  user: draft.givenUser ?? draft.user,
})

/** @throws AppError of the host key or the login, with nothing changed; `server-exists`, `server-not-found` */
export async function updateServer(
  deps: LoginDeps,
  input: Input,
  context: JobContext,
): Promise<Output> {
  const { registry, connections } = deps
  const before = registry.get(input.server)
  if (input.name !== undefined) registry.checkName(input.name, before.id)
  const at = input.host === undefined ? undefined : parseEndpoint(input.host)
  const draft: ServerRecord = {
    ...before,
    name: input.name ?? before.name,
    host: at?.host ?? before.host,
    givenPort: input.port ?? (at ? at.port : before.givenPort),
    givenUser: input.user ?? at?.user ?? before.givenUser,
    identityFile: input.identityFile ?? before.identityFile,
  }
  if (Object.keys(input).every(key => key === 'server' || key === 'name'))
    return remember(deps, draft, {})
  context.steps([{ id: 'connect', weight: 1 }])
  context.progress('connect')
  const isMoved =
    draft.host !== before.host ||
    draft.givenPort !== before.givenPort ||
    draft.givenUser !== before.givenUser
  const moved = isMoved ? await withKeyOfBefore(deps, before, draft, context.signal) : draft
  let failure: AppError | undefined
  const record = await tryOut(deps, moved, input, true, context).catch((error: unknown) => {
    if (!isMoved || !isAppError(error) || !unreached.has(error.code)) throw error
    failure = error
    return asWritten(moved)
  })
  connections.close(before.id)
  const server = await remember(deps, record, input)
  return failure ? { ...server, unreached: toWire(failure) } : server
}
