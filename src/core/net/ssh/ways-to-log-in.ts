/** Lists the ways to log in, in the order in which OpenSSH would try them; each is named for the failure's words. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { type AgentKey, listAgentKeys } from './agent.ts'
import { type KeyFile, readChosenKey, readKeyFiles } from './key-files.ts'
import { unusableKind } from './key-kind.ts'
import type { ParsedKey } from './library.ts'
import { openPrivateKey, type Unlock } from './private-key.ts'

export interface Credentials {
  /** A key that the person chose: then it is the only one offered. */
  readonly identityFile: string | undefined
  readonly passphrase: Secret | undefined
  readonly password: Secret | undefined
  /** Postern's own key, for a server that has taken it: offered first, since it was made for this. */
  readonly appKey?: Secret | undefined
}

export type LoginWay =
  | {
      readonly kind: 'agent'
      readonly name: string
      readonly socket: string
      readonly key: ParsedKey
    }
  | { readonly kind: 'key'; readonly name: string; readonly key: ParsedKey }
  | { readonly kind: 'password'; readonly name: string; readonly password: Secret }
  | { readonly kind: 'keyboard'; readonly name: string; readonly password: Secret }

export interface LoginPlan {
  readonly ways: readonly LoginWay[]
  /** What might have helped and could not be used: said when all else fails. */
  readonly missing: readonly AppError[]
}

export interface LoginSources {
  readonly identityFiles: readonly string[]
  readonly certificateFiles: readonly string[]
  readonly identitiesOnly: boolean
  readonly sockets: readonly string[]
  readonly unlock: Unlock
}

/** How the own key is called where ways are named. */
export const appKeyWay = 'key of Postern'

interface Held {
  readonly socket: string
  readonly key: AgentKey
}

async function askAgents(
  sockets: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly held: readonly Held[]; readonly missing: readonly AppError[] }> {
  const held: Held[] = []
  const missing: AppError[] = []
  for (const socket of sockets) {
    const { keys } = await listAgentKeys(socket, signal)
    if (!keys) missing.push(new AppError('agent-not-reachable', { socket }))
    for (const key of keys ?? [])
      if (!held.some(entry => entry.key.sha256 === key.sha256)) held.push({ socket, key })
  }
  return { held, missing }
}

const nameOf = ({ comment, sha256 }: AgentKey): string => comment || sha256
const fromAgent = ({ socket, key }: Held): LoginWay[] =>
  key.key ? [{ kind: 'agent', name: `agent key ${nameOf(key)}`, socket, key: key.key }] : []
const isOf = (file: KeyFile, key: AgentKey): boolean => file.blob?.equals(key.blob) === true

/**
 * @throws AppError `key-not-readable`, `key-passphrase-needed`, `key-passphrase-wrong`, `key-on-device`, `key-certificate`,
 * `key-putty-file` for a chosen key only: keys that merely happen to lie around are passed over
 */
export async function planLogin(
  credentials: Credentials,
  sources: LoginSources,
  signal: AbortSignal,
): Promise<LoginPlan> {
  const { identityFile, passphrase, password, appKey } = credentials
  const isChosen = identityFile !== undefined
  const { keys: files, unusable } = isChosen
    ? { keys: [await readChosenKey(identityFile)], unusable: [] }
    : await readKeyFiles(sources.identityFiles, sources.certificateFiles)
  const { held, missing: silent } = await askAgents(sources.sockets, signal)
  const named = held.filter(({ key }) => files.some(file => isOf(file, key)))
  const others = isChosen || sources.identitiesOnly ? [] : held.filter(one => !named.includes(one))
  const kinds = others.flatMap(({ key }) => unusableKind(key.type, nameOf(key)) ?? [])
  const missing: AppError[] = [...unusable, ...kinds, ...silent]
  const ways: LoginWay[] = []
  if (appKey) {
    const key = await openPrivateKey(appKeyWay, appKey.reveal(), undefined, sources.unlock, signal)
    ways.push({ kind: 'key', name: appKeyWay, key })
  }
  ways.push(...named.flatMap(fromAgent), ...others.flatMap(fromAgent))
  for (const { file, text, blob } of files) {
    if (held.some(({ key }) => key.key && blob?.equals(key.blob))) continue
    try {
      if (text === undefined) {
        const reason = 'it is the public half, and no agent holds the other'
        throw new AppError('key-not-readable', { file, reason })
      }
      const key = await openPrivateKey(file, text, passphrase, sources.unlock, signal)
      ways.push({ kind: 'key', name: `key ${file}`, key })
    } catch (error) {
      if (!isAppError(error) || isChosen || signal.aborted) throw error
      missing.push(error)
    }
  }
  if (password) {
    ways.push({ kind: 'password', name: 'password', password })
    ways.push({ kind: 'keyboard', name: 'keyboard-interactive', password })
  }
  return { ways, missing }
}
