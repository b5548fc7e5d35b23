/** Opens the TCP line: every address of a name is tried, staggered (RFC 8305), and each is named in result and failure. */
import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { AppError } from '../../../shared/errors.ts'
import type { ContactProtocol } from '../../../shared/model/contact.ts'
import type { AddressTried } from '../../../shared/model/server.ts'
import { announceLookup, nameSocket, protocolAt } from '../contacts.ts'
import { untilCancelled } from './deadline.ts'
import { createDeferred } from './deferred.ts'
import { isPrivateAddress } from './private-address.ts'

export interface DialOptions {
  readonly signal: AbortSignal
  readonly os: string
  /** For all addresses together. @default 15_000 */
  readonly timeoutMs?: number
  /** Pause before the next address is tried beside the one before. @default 250, RFC 8305 section 8 */
  readonly staggerMs?: number
  /** What will be spoken. @default what is usual at the port */
  readonly protocol?: ContactProtocol
  /** @default the resolver of the operating system */
  readonly resolve?: (host: string) => Promise<readonly { address: string; family: number }[]>
}

export interface Dialled {
  readonly socket: Socket
  readonly address: string
  readonly addresses: readonly AddressTried[]
}

type Outcome = AddressTried['outcome']

const outcomeOf = (code: string | undefined): Outcome => {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused'
  return code === 'ETIMEDOUT' ? 'timed-out' : 'unreachable'
}

async function addressesOf(
  host: string,
  options: DialOptions,
): Promise<{ address: string; family: 4 | 6 }[]> {
  const family = isIP(host.replace(/%.*$/, ''))
  if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }]
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor `order` is younger than the oldest runtime, Node 20.18
  const resolve = options.resolve ?? (name => lookup(name, { all: true, verbatim: true }))
  try {
    announceLookup()
    const found = await resolve(host)
    if (found.length === 0) throw new Error('no address')
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  } catch (error) {
    throw new AppError('host-not-found', { host }, { retryable: true, cause: error })
  }
}

/** `192.0.2.1 refused, 2001:db8::1 timed out` */
const nameAll = (tried: readonly AddressTried[]): string =>
  tried.map(({ address, outcome }) => `${address} ${outcome.replace('-', ' ')}`).join(', ')

/**
 * A connected socket to `host`, and what happened at each of its addresses; `onTried` is told in any case.
 * @throws AppError `host-not-found`, `host-refused`, `host-timed-out`, `host-unreachable`, `local-network-denied`, `cancelled`
 */
export async function dial(
  host: string,
  port: number,
  options: DialOptions,
  onTried: (addresses: readonly AddressTried[]) => void = () => undefined,
): Promise<Dialled> {
  const timeoutMs = options.timeoutMs ?? 15_000
  const targets = await untilCancelled(addressesOf(host, options), options.signal)
  const outcomes = new Map<string, Outcome>()
  const codes = new Set<string>()
  const sockets = new Set<Socket>()
  const won = createDeferred<{ socket: Socket; address: string } | undefined>()
  const timers: NodeJS.Timeout[] = []
  let next = 0

  const tryNext = (): void => {
    const target = targets[next]
    if (!target) return
    next += 1
    const socket = connect({ host: target.address, port })
    nameSocket(socket, host, options.protocol ?? protocolAt(port))
    sockets.add(socket)
    socket.once('connect', () => {
      outcomes.set(target.address, 'connected')
      won.resolve({ socket, address: target.address })
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      codes.add(error.code ?? '')
      outcomes.set(target.address, outcomeOf(error.code))
      sockets.delete(socket)
      if (next < targets.length) tryNext()
      else if (sockets.size === 0) won.resolve(undefined)
    })
    timers.push(setTimeout(tryNext, options.staggerMs ?? 250))
  }
  const report = (): AddressTried[] =>
    targets.map(target => ({ ...target, outcome: outcomes.get(target.address) ?? 'not-tried' }))

  timers.push(
    setTimeout(() => {
      for (const target of targets.slice(0, next))
        if (!outcomes.has(target.address)) outcomes.set(target.address, 'timed-out')
      won.resolve(undefined)
    }, timeoutMs),
  )
  tryNext()
  try {
    const winner = await untilCancelled(won.promise, options.signal)
    onTried(report())
    if (!winner) throw failure(host, port, report(), codes, timeoutMs, options.os)
    sockets.delete(winner.socket)
    // It may break before anybody uses it, while keys are read: the close is seen then, an error without a listener ends the app.
    winner.socket.removeAllListeners('error').on('error', () => undefined)
    winner.socket.setNoDelay(true)
    return { ...winner, addresses: report() }
  } finally {
    for (const timer of timers) clearTimeout(timer)
    for (const socket of sockets) socket.on('error', () => undefined).destroy()
  }
}

function failure(
  host: string,
  port: number,
  tried: readonly AddressTried[],
  codes: ReadonlySet<string>,
  timeoutMs: number,
  os: string,
): AppError {
  const retry = { retryable: true, cause: [...codes].join(', ') || undefined }
  if (isLocalNetworkDenied(os, tried, codes))
    return new AppError('local-network-denied', { host }, retry)
  const params = { host, port, tried: nameAll(tried) }
  if (tried.some(({ outcome }) => outcome === 'refused'))
    return new AppError('host-refused', params, retry)
  if (tried.some(({ outcome }) => outcome === 'timed-out'))
    return new AppError(
      'host-timed-out',
      { ...params, seconds: Math.round(timeoutMs / 1000) },
      retry,
    )
  return new AppError('host-unreachable', params, retry)
}

/** macOS 15 and later answers EHOSTUNREACH at once when the app has no Local Network permission (design.md 5). */
export const isLocalNetworkDenied = (
  os: string,
  tried: readonly AddressTried[],
  codes: ReadonlySet<string>,
): boolean =>
  os === 'darwin' &&
  codes.has('EHOSTUNREACH') &&
  tried.some(({ address, outcome }) => outcome === 'unreachable' && isPrivateAddress(address))
