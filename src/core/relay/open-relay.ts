/** Opens a byte pipe to the relay from where mail leaves, and says of each part of the way how it went. */
import type { Duplex } from 'node:stream'
import type { Step } from '../../shared/model/verdict.ts'
import type { ProbeReport } from '../../shared/model/relay.ts'
import { announceContact } from '../net/contacts.ts'
import type { SmtpLook } from './look.ts'
import { type Connecting, readStatus } from '../net/connect/read-status.ts'
import type { RelayAddress } from './relay-host.ts'
import {
  connectFromContainerCommand,
  connectFromServerCommand,
} from '../net/connect/remote-commands.ts'
import type { RelayVantage } from './vantage.ts'

export interface OpenedRelay {
  readonly vantage: ProbeReport['vantage']
  /** `way`, `resolve`, `connect`. */
  readonly steps: readonly Step[]
  /** Absent where one of the steps did not succeed. */
  readonly stream?: Duplex
}

/** For all addresses of the relay together; a lost packet is sent again after one and after three seconds (RFC 6298). */
const connectSeconds = 6
/** On port 25, where a second look follows. */
const connect25Seconds = 4
/** With the time for the name. Nobody waits longer than ten seconds for a verdict. */
const totalMs = 9000

type Part = Omit<Step, 'id'>
const part = (
  verdict: Step['verdict'],
  code: string,
  params: Step['params'] = {},
  raw?: string,
): Part => ({ verdict, code, params, ...(raw !== undefined && raw !== '' && { raw }) })

const notReached = part('not-tried', 'not-tried')

function resolvePart({ addresses, end, detail }: Connecting, host: string): Part {
  if (addresses.length > 0)
    return part('right', 'name-found', { host, addresses: addresses.slice(0, 4).join(', ') })
  return end === 'noname'
    ? part('wrong', 'name-not-found', { host }, detail)
    : part('unknown', 'name-server-silent', { host }, detail)
}

function connectPart(seen: Connecting, { host, port }: RelayAddress): Part {
  const { addresses, tried, end, detail } = seen
  if (end === 'connected') return part('right', 'connected', { address: detail, port })
  if (addresses.length === 0) return notReached
  const raw = tried.map(({ address, how }) => `${address}: ${how}`).join(', ')
  // One address that refuses shows that the way is open.
  if (tried.some(({ how }) => how === 'refused'))
    return part('wrong', 'connect-refused', { host, port }, raw)
  // The helper itself broke off: that says nothing about the relay.
  if (end === 'closed') return part('unknown', 'line-lost', {}, raw)
  if (end === 'silent' || tried.some(({ how }) => how === 'timeout'))
    return part('wrong', 'connect-timed-out', { host, port }, raw)
  return part('wrong', 'connect-unreachable', { host }, raw)
}

/** The three steps of the way. */
function stepsOf(
  seen: Connecting,
  vantage: ProbeReport['vantage'],
  address: RelayAddress,
  tookMs: number,
): readonly Step[] {
  const isLost = seen.end === 'noway' || (seen.end === 'closed' && seen.addresses.length === 0)
  if (isLost)
    return [
      { id: 'way', ...part('unknown', 'way-none', { reason: seen.detail || '–' }) },
      { id: 'resolve', ...notReached },
      { id: 'connect', ...notReached },
    ]
  const way =
    vantage === 'smtp-container' ? part('right', 'way-container') : part('differs', 'way-host')
  return [
    { id: 'way', ...way },
    { id: 'resolve', ...resolvePart(seen, address.host) },
    { id: 'connect', ...connectPart(seen, address), tookMs: Math.round(tookMs) },
  ]
}

/**
 * Connects from inside the smtp container where `look` has a tool for it, else from the server.
 * @throws AppError `cancelled`, `connection-lost`, `timed-out`, `sudo-*`
 */
export async function openRelay(
  at: RelayVantage,
  look: SmtpLook | undefined,
  address: RelayAddress,
  signal: AbortSignal,
): Promise<OpenedRelay> {
  const { host, port } = address
  const from = performance.now()
  announceContact({ host, port, protocol: 'smtp', from: 'server', via: at.host.host })
  const tool = look?.tools[0]
  const container = tool === undefined ? undefined : at.smtp
  const vantage = container ? 'smtp-container' : 'server'
  const pipeTo = async (toPort: number, seconds: number): Promise<Duplex> => {
    const words = [host, String(toPort), look?.family ?? '0', String(seconds)]
    const stream =
      container && tool
        ? await at.host.pipe(connectFromContainerCommand, [container.id, tool, ...words], {
            signal,
            asRoot: at.rights,
          })
        : await at.host.pipe(connectFromServerCommand, words, { signal })
    stream.on('error', () => undefined) // whoever reads has a listener of its own; in between nothing may crash
    return stream
  }
  const stream = await pipeTo(port, port === 25 ? connect25Seconds : connectSeconds)
  try {
    const seen = await readStatus(stream, totalMs, signal)
    const steps = stepsOf(seen, vantage, address, performance.now() - from)
    if (seen.end === 'connected') return { vantage, steps, stream }
    stream.destroy()
    if (port !== 25 || steps.at(-1)?.code !== 'connect-timed-out') return { vantage, steps }
    return { vantage, steps: await lookBeside25(steps, host, pipeTo, signal) }
  } catch (error) {
    stream.destroy()
    throw error
  }
}

/**
 * Silence on port 25 alone is what a provider's block looks like; a host that is down is silent on 587 too (RFC 6409). A refusal is an
 * answer: the host is there.
 */
async function lookBeside25(
  steps: readonly Step[],
  host: string,
  pipeTo: (port: number, seconds: number) => Promise<Duplex>,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const beside = await pipeTo(587, 3)
  try {
    const { end, tried } = await readStatus(beside, 4000, signal)
    const isThere = end === 'connected' || tried.some(({ how }) => how === 'refused')
    if (!isThere) return steps
    return steps.map(step =>
      step.id === 'connect' ? { ...step, code: 'port-25-blocked', params: { host } } : step,
    )
  } finally {
    beside.destroy()
  }
}
