/** Lists the ways to log in, in the order in which OpenSSH would try them; each is named for the failure's words. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { type AgentKey, listAgentKeys } from './agent.ts'
import type { ParsedKey } from './library.ts'
import { openPrivateKey, readKeyFile, readPublicBlob, type Unlock } from './private-key.ts'

export interface Credentials {
  /** A key that the person chose: then it is the only one offered. */
  readonly identityFile: string | undefined
  readonly passphrase: Secret | undefined
  readonly password: Secret | undefined
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
  readonly identitiesOnly: boolean
  readonly sockets: readonly string[]
  readonly unlock: Unlock
}

interface KeyFile {
  readonly file: string
  readonly text: string
  readonly blob: Buffer | undefined
}

async function readAll(files: readonly string[]): Promise<KeyFile[]> {
  const found: KeyFile[] = []
  for (const file of files) {
    try {
      const text = await readKeyFile(file)
      found.push({ file, text, blob: await readPublicBlob(file, text) })
    } catch (error) {
      if (!isAppError(error)) throw error // a default key that is not there is no failure
    }
  }
  return found
}

/**
 * @throws AppError `key-not-readable`, `key-passphrase-needed`, `key-passphrase-wrong` for a chosen key only:
 * keys that merely happen to lie around are passed over
 */
export async function planLogin(
  credentials: Credentials,
  sources: LoginSources,
  signal: AbortSignal,
): Promise<LoginPlan> {
  const { identityFile, passphrase, password } = credentials
  const missing: AppError[] = []
  const ways: LoginWay[] = []
  const chosen = identityFile === undefined ? undefined : await readChosen(identityFile)
  const files = chosen ? [chosen] : await readAll(sources.identityFiles)
  const agentKeys: { readonly socket: string; readonly key: AgentKey }[] = []
  for (const socket of sources.sockets) {
    const { keys } = await listAgentKeys(socket, signal)
    if (!keys) missing.push(new AppError('agent-not-reachable', { socket }))
    for (const key of keys ?? [])
      if (!agentKeys.some(entry => entry.key.sha256 === key.sha256)) agentKeys.push({ socket, key })
  }
  const isOf = (file: KeyFile, key: AgentKey): boolean => file.blob?.equals(key.blob) === true
  const fromAgent = ({ socket, key }: (typeof agentKeys)[number]): LoginWay => ({
    kind: 'agent',
    name: `agent key ${key.comment || key.sha256}`,
    socket,
    key: key.key,
  })
  const named = agentKeys.filter(({ key }) => files.some(file => isOf(file, key)))
  const others = agentKeys.filter(entry => !named.includes(entry))
  ways.push(...named.map(fromAgent))
  if (!chosen && !sources.identitiesOnly) ways.push(...others.map(fromAgent))
  for (const file of files) {
    if (agentKeys.some(({ key }) => isOf(file, key))) continue
    try {
      const key = await openPrivateKey(file.file, file.text, passphrase, sources.unlock, signal)
      ways.push({ kind: 'key', name: `key ${file.file}`, key })
    } catch (error) {
      if (!isAppError(error) || chosen || signal.aborted) throw error
      missing.push(error)
    }
  }
  if (password) {
    ways.push({ kind: 'password', name: 'password', password })
    ways.push({ kind: 'keyboard', name: 'keyboard-interactive', password })
  }
  return { ways, missing }
}

async function readChosen(file: string): Promise<KeyFile> {
  const text = await readKeyFile(file)
  return { file, text, blob: await readPublicBlob(file, text) }
}
