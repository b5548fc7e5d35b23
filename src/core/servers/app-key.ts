/** Postern's own key: made when first wanted, kept by the secret box, added to a server on request, proven, and taken away again. */
import { hostname } from 'node:os'
import type { JobContext } from '../../shared/contract/define.ts'
import { AppError, isAppError } from '../../shared/errors.ts'
import type { KeyPlan, Server } from '../../shared/model/server.ts'
import { makeAppKey, publicHalf, type PublicHalf } from '../net/ssh/app-key.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import { type ConnectionTrace, openConnection } from '../net/ssh/open-connection.ts'
import type { RemoteHost, RemoteResult } from '../net/ssh/session.ts'
import { appKeyWay } from '../net/ssh/ways-to-log-in.ts'
import { keyCodes, keyInstallCommand, keyPlanCommand, keyRemoveCommand } from './key-commands.ts'
import { type LoginDeps, remember, tryOut } from './login.ts'
import type { ServerRecord } from './server-record.ts'
import { targetOf } from './target-of.ts'

/** The key of this computer, made when there is none. @throws AppError `app-key-not-kept` */
async function ensureKey({ registry }: LoginDeps): Promise<PublicHalf> {
  const comment = `postern@${hostname()}`
  const kept = await registry.appKey()
  if (kept) return publicHalf(kept, comment)
  const made = await makeAppKey()
  await registry.putAppKey(made)
  return publicHalf(made, comment)
}

function checked(command: Parameters<typeof mustSucceed>[0], result: RemoteResult, user: string) {
  const { exitCode, stderr } = result
  if (exitCode === keyCodes.changed) throw new AppError('authorized-keys-changed', { user })
  if (exitCode === keyCodes.notWritable || exitCode === keyCodes.noHome)
    throw new AppError('authorized-keys-not-writable', { user, reply: stderr.trim() || '–' })
  return mustSucceed(command, result).stdout.toString('utf8')
}

/** What the list of the login user says of the key, if there is one. */
export async function readKeyPlan(
  host: RemoteHost,
  key: PublicHalf,
  signal: AbortSignal,
): Promise<KeyPlan> {
  const result = await host.run(keyPlanCommand, [key.blob], { signal })
  const said = checked(keyPlanCommand, result, host.user)
  const of = (name: string): string | undefined => new RegExp(`^${name} (.*)$`, 'm').exec(said)?.[1]
  const lines = of('lines')
  return {
    file: of('path') ?? '',
    ...(lines !== undefined && { lines: Number(lines) }),
    line: key.line,
    sha256: key.sha256,
    isThere: Number(of('has') ?? 0) > 0,
  }
}

/** Takes the key's line away. Answers whether there was one. */
export async function removeKeyLine(
  host: RemoteHost,
  key: PublicHalf,
  signal: AbortSignal,
): Promise<boolean> {
  const result = await host.run(keyRemoveCommand, [key.blob], { signal })
  return checked(keyRemoveCommand, result, host.user).trim() === 'removed'
}

/** The key as it would be found on a server; undefined where this computer never made one. */
export async function existingKey({ registry }: LoginDeps): Promise<PublicHalf | undefined> {
  const kept = await registry.appKey()
  return kept && publicHalf(kept, `postern@${hostname()}`)
}

export async function planKey(
  deps: LoginDeps,
  server: string,
  signal: AbortSignal,
): Promise<KeyPlan> {
  const key = await ensureKey(deps)
  return readKeyPlan(await deps.connections.connect(server, signal), key, signal)
}

/** True when the server lets the record in, and by the own key. */
async function letsKeyIn(
  deps: LoginDeps,
  record: ServerRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const trace: ConnectionTrace = { keys: {} }
  const target = await targetOf(record, deps.registry)
  const opened = await openConnection(target, deps.connection, trace, signal)
  opened.close()
  return trace.way === appKeyWay
}

/** @throws AppError `app-key-not-taken` with the line taken back, `authorized-keys-*`, those of the connection */
export async function installKey(
  deps: LoginDeps,
  server: string,
  context: JobContext,
): Promise<Server> {
  const { registry, connections } = deps
  const { signal } = context
  context.steps(['connect', 'add-key', 'prove-key'].map(id => ({ id, weight: 1 })))
  context.progress('connect')
  const record = registry.get(server)
  const host = await connections.connect(server, signal)
  const key = await ensureKey(deps)
  const { file } = await readKeyPlan(host, key, signal)
  context.progress('add-key')
  const result = await host.run(keyInstallCommand, [key.blob, key.line], { signal })
  const isNew = checked(keyInstallCommand, result, host.user).trim() === 'added'
  context.progress('prove-key')
  const after = { ...record, usesAppKey: true }
  if (!(await letsKeyIn(deps, after, signal))) {
    if (isNew) await removeKeyLine(host, key, signal)
    throw new AppError('app-key-not-taken', { host: record.host, user: host.user, file })
  }
  connections.close(record.id)
  return remember(deps, { ...registry.get(record.id), usesAppKey: true }, {})
}

/** @throws AppError `app-key-only-way`, `authorized-keys-*`, those of the connection */
export async function removeKey(
  deps: LoginDeps,
  server: string,
  context: JobContext,
): Promise<Server> {
  const { registry, connections } = deps
  const { signal } = context
  context.steps(['connect', 'remove-key'].map(id => ({ id, weight: 1 })))
  context.progress('connect')
  const record = registry.get(server)
  const host = await connections.connect(server, signal)
  const key = await existingKey(deps)
  const without = { ...record, usesAppKey: false }
  try {
    await tryOut(deps, without, {}, false, context)
  } catch (error) {
    if (!isAppError(error) || signal.aborted) throw error
    const params = { host: record.host, user: host.user }
    throw new AppError('app-key-only-way', params, { cause: error })
  }
  context.progress('remove-key')
  if (key) await removeKeyLine(host, key, signal)
  connections.close(record.id)
  return remember(deps, { ...registry.get(record.id), usesAppKey: false }, {})
}
