/** From an open line to a logged-in SSH client: greeting, host key, then and only then the login. */
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { HostKey } from '../../../shared/model/server.ts'
import { createAuthHandler } from './auth-handler.ts'
import { createDeferred } from './deferred.ts'
import { describeHostKey } from './host-key.ts'
import {
  type HostRecords,
  type HostTrust,
  judgeHostKey,
  orderHostKeyAlgorithms,
} from './host-trust.ts'
import { Client, type SshClient } from './library.ts'
import type { LoginPlan } from './ways-to-log-in.ts'

export interface Handshake {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly records: HostRecords
  /** Fingerprints that the person has compared and accepted just now. */
  readonly accepted: readonly string[]
  /** Those of `accepted` that no host on the way has shown: one of them is meant for this host. */
  readonly expected: readonly string[]
  /** Also over a key that Postern itself had recorded before. */
  readonly mayReplace: boolean
  /** Undefined: hang up once the host key is known. */
  readonly plan: LoginPlan | undefined
  readonly timeoutMs: number
  readonly keepAliveMs: number
}

/** What was learnt on the way, also when it failed half-way. */
export interface HandshakeTrace {
  banner?: string
  hostKey?: HostKey
  trust?: HostTrust
  /** The way that let us in. */
  way?: string
}

// All that the library can check; sha1 signatures of RSA keys last, for servers before OpenSSH 7.2.
const hostKeyAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
]

/** The verdict on a host key as a failure, or undefined when the login may go on. */
export function refuseHostKey(
  { host, accepted, expected, mayReplace }: Handshake,
  { type, sha256 }: HostKey,
  verdict: HostTrust,
): AppError | undefined {
  const isAccepted = accepted.includes(sha256)
  switch (verdict.trust) {
    case 'known':
      return undefined
    case 'revoked':
      return new AppError('host-key-revoked', { host, sha256, file: verdict.file })
    case 'changed': {
      if (isAccepted && mayReplace) return undefined
      return changed(host, { type, sha256 }, verdict.recorded)
    }
    case 'unknown': {
      if (isAccepted) return undefined
      return expected.length === 0
        ? new AppError('host-key-unknown', { host, type, sha256 })
        : new AppError('host-key-mismatch', { host, sha256, accepted: expected.join(', ') })
    }
  }
}

const changed = (host: string, { type, sha256 }: HostKey, recorded: HostKey): AppError =>
  new AppError('host-key-changed', { host, type, sha256, recorded: recorded.sha256 })

/**
 * Shakes hands over `line`, and logs in when there is a plan for it. `trace` is filled as things become known.
 * @returns the client, or undefined after a look
 * @throws AppError `host-not-ssh`, `host-silent`, `host-key-*`, `login-refused`, `key-passphrase-needed`, `agent-not-reachable`
 */
export async function openClient(
  line: Socket | Duplex,
  handshake: Handshake,
  trace: HandshakeTrace,
  signal: AbortSignal,
): Promise<SshClient | undefined> {
  const { host, port, user, plan } = handshake
  const client = new Client()
  const done = createDeferred<SshClient | undefined>()
  let heard = Buffer.alloc(0)
  let keyFailure: AppError | undefined
  let hasLooked = false as boolean // set by the host verifier

  const onFirstBytes = (chunk: Buffer): void => {
    heard = Buffer.concat([heard, chunk]).subarray(0, 1024)
    const greeting = /^SSH-.*$/m.exec(heard.toString('latin1'))?.[0]
    if (greeting === undefined) return
    trace.banner = greeting.trim()
    line.removeListener('data', onFirstBytes)
  }
  const auth = plan ? createAuthHandler(user, plan.ways) : undefined
  const fail = (error: unknown): void => done.reject(translate(error))
  const translate = (error: unknown): unknown => {
    if (keyFailure) return keyFailure
    const text = error instanceof Error ? error.message : String(error)
    const level = (error as { level?: string } | undefined)?.level
    if (trace.banner === undefined) {
      const banner = heard.toString('latin1').trim().split(/\r?\n/)[0]?.slice(0, 80) ?? ''
      return banner === ''
        ? new AppError('host-silent', { host, port }, { retryable: true, cause: error })
        : new AppError('host-not-ssh', { host, port, banner }, { cause: error })
    }
    if (
      level === 'client-authentication' ||
      /All configured authentication/.test(text) ||
      /Too many authentication failures/i.test(text)
    )
      return loginRefused(handshake, auth?.tried ?? [], auth?.offered ?? [], error)
    if (level === 'client-timeout')
      return new AppError(
        'timed-out',
        { what: host, seconds: Math.round(handshake.timeoutMs / 1000) },
        { retryable: true, cause: error },
      )
    return new AppError('connection-lost', { host }, { retryable: true, cause: error })
  }

  client.on('error', error => {
    if ((error as { level?: string }).level === 'agent') return // the library goes on with the next way
    fail(error)
  })
  client.on('close', () => (hasLooked ? done.resolve(undefined) : fail(new Error('closed'))))
  client.on('ready', () => {
    const way = auth?.tried.at(-1)
    trace.way = way ?? 'none'
    done.resolve(client)
  })
  const onAbort = (): void => {
    done.reject(new AppError('cancelled', {}))
    client.destroy()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    line.on('data', onFirstBytes)
    client.connect({
      sock: line,
      username: user,
      readyTimeout: handshake.timeoutMs,
      keepaliveInterval: handshake.keepAliveMs,
      keepaliveCountMax: 3,
      algorithms: {
        serverHostKey: orderHostKeyAlgorithms(handshake.records, hostKeyAlgorithms) as never,
      }, // a plain list of names
      hostVerifier: (blob: Buffer) => {
        const key = describeHostKey(blob)
        const verdict = judgeHostKey(key, handshake.records)
        trace.hostKey = key
        trace.trust = verdict
        keyFailure = plan ? refuseHostKey(handshake, key, verdict) : undefined
        hasLooked = plan === undefined
        return plan !== undefined && keyFailure === undefined
      },
      ...(auth ? { authHandler: auth.next as never } : {}), // the library's own type leaves out null
    })
    if (signal.aborted) onAbort()
    if (line.destroyed) fail(new Error('closed'))
    return await done.promise
  } catch (error) {
    client.on('error', () => undefined)
    client.destroy()
    if (hasLooked) return undefined
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    line.removeListener('data', onFirstBytes)
  }
}

/** Keys that OpenSSH would have offered beside those that were tried. */
const unusableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'key-on-device',
  'key-certificate',
  'key-putty-file',
])

function loginRefused(
  { host, user, plan }: Handshake,
  tried: readonly string[],
  offered: readonly string[],
  cause: unknown,
): AppError {
  // A locked key or a dead agent that might have helped is the better advice, where nothing else was left to try.
  const missing = plan?.missing[0]
  if (missing && tried.length === 0) return missing
  const said =
    tried.length > 0
      ? tried.join(', ')
      : `nothing; the server takes ${offered.join(', ') || 'no method'}`
  const unusable = (plan?.missing ?? []).filter(({ code }) => unusableCodes.has(code))
  const names = unusable.map(({ params }) => params['key'] ?? params['file'])
  const noUse = names.length > 0 ? `; of no use here: ${names.join(', ')}` : ''
  return new AppError('login-refused', { user, host, tried: `${said}${noUse}` }, { cause })
}
