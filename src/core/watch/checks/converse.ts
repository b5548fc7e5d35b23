/** Opens a way to one port of the server from the server itself, talks through it, and says what a broken talk means. */
import type { Duplex } from 'node:stream'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Connecting, readStatus } from '../../net/connect/read-status.ts'
import {
  connectFromContainerCommand,
  connectFromServerCommand,
} from '../../net/connect/remote-commands.ts'
import { TalkFault } from '../../net/talk/talk-fault.ts'
import type { WatchedContainer, WatchedStack } from './checks-deps.ts'
import { unknown, wrong } from './outcomes.ts'
import type { Address } from './published.ts'
import { aliveCommand } from './remote-commands.ts'

export interface Door {
  readonly stack: WatchedStack
  /** Absent: the connection begins on the server itself. */
  readonly from?: WatchedContainer
  /** Used instead where the server has nothing to open a connection with: the same port from inside this container. */
  readonly instead?: { readonly container: WatchedContainer; readonly port: number }
  readonly at: Address
  /** The port by which the person knows it, for the words. */
  readonly port: number
}

/** For the server's own connection attempt, in seconds, at each address. */
const connectSeconds = '8'
const statusMs = 20_000
/** For each reply of a peer. Mailu's own timeouts are longer, but a person's mail program gives up as well. */
export const replyMs = 10_000
const aliveMs = 6000

type Params = Outcome['params']

/** What a connection that did not come about says; undefined: nothing, the helper itself is missing. */
function ofConnecting({ end, tried, detail }: Connecting, params: Params): Outcome | undefined {
  const raw = tried.map(({ address, how }) => `${address} ${how}`).join(', ')
  switch (end) {
    case 'failed':
      if (tried.some(({ how }) => how === 'refused')) return wrong('port-refused', params, { raw })
      if (tried.some(({ how }) => how === 'timeout')) return wrong('port-silent', params, { raw })
      return wrong('port-unreachable', params, { raw })
    case 'noname':
      return wrong('port-unreachable', params, { raw: detail })
    case 'nodns':
      return unknown('not-finished', params, { raw: detail })
    default:
      return undefined
  }
}

/** True while a word still comes back over the kept connection. */
async function isLineAlive(stack: WatchedStack, signal: AbortSignal): Promise<boolean> {
  try {
    const { exitCode } = await stack.host.run(aliveCommand, [], { signal, timeoutMs: aliveMs })
    return exitCode === 0
  } catch (error) {
    if (isAppError(error)) return false
    throw error
  }
}

/** Opens a pipe, asking one tool after the other; `noway` where there is none of them. */
async function open(
  door: Door,
  signal: AbortSignal,
): Promise<{ readonly seen: Connecting; readonly stream?: Duplex }> {
  const { stack, from, instead, at } = door
  const words = [at.host, String(at.port), '0', connectSeconds]
  const inside = (container: WatchedContainer, tool: string, address: readonly string[]) =>
    stack.host.pipe(connectFromContainerCommand, [container.id, tool, ...address], {
      signal,
      asRoot: stack.rights,
    })
  const ways: (() => Promise<Duplex>)[] = from
    ? [() => inside(from, 'python3', words), () => inside(from, 'bash', words)]
    : [() => stack.host.pipe(connectFromServerCommand, words, { signal })]
  if (instead) {
    const local = ['127.0.0.1', String(instead.port), '4', connectSeconds]
    ways.push(() => inside(instead.container, 'python3', local))
  }
  let seen: Connecting = { addresses: [], tried: [], end: 'noway', detail: '' }
  for (const way of ways) {
    const stream = await way()
    stream.on('error', () => undefined) // whoever reads has a listener of its own; in between nothing may crash
    try {
      seen = await readStatus(stream, statusMs, signal)
    } catch (error) {
      stream.destroy()
      throw error
    }
    if (seen.end === 'connected') return { seen, stream }
    stream.destroy()
    const isMissingTool = seen.end === 'noway' || (seen.end === 'closed' && !seen.addresses.length)
    if (!isMissingTool) break
  }
  return { seen }
}

async function ofFault(
  fault: TalkFault,
  stream: Duplex,
  door: Door,
  signal: AbortSignal,
): Promise<Outcome> {
  const params = { port: door.port }
  const lost = unknown('line-lost', params, { raw: fault.detail })
  if (isAppError(fault.cause) || stream.errored instanceof AppError) return lost
  switch (fault.kind) {
    case 'no-answer': {
      // A line that just went dead looks the same from here.
      const isAlive = await isLineAlive(door.stack, signal)
      const seconds = replyMs / 1000
      return isAlive ? wrong('no-answer', { ...params, seconds }) : lost
    }
    case 'disconnected':
      return wrong('hung-up', params, { raw: fault.detail })
    case 'tls-failed':
      return wrong('tls-failed', { ...params, reason: fault.detail }, { raw: fault.detail })
    case 'not-understood':
      return wrong('not-understood', params, { raw: fault.detail })
  }
}

/**
 * Talks with the port behind `door`; `talk` may throw `TalkFault`. The pipe is closed afterwards.
 * @throws AppError of the connection, `cancelled`
 */
export async function converse(
  door: Door,
  signal: AbortSignal,
  talk: (stream: Duplex) => Promise<Outcome>,
): Promise<Outcome> {
  const params = { port: door.port }
  const { seen, stream } = await open(door, signal)
  if (!stream) {
    const found = ofConnecting(seen, params)
    if (found) return found
    if (seen.end === 'noway') return unknown('no-tool', params, { raw: seen.detail })
    return unknown('line-lost', params, { raw: seen.detail })
  }
  try {
    return await talk(stream)
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error
    return await ofFault(error, stream, door, signal)
  } finally {
    stream.destroy()
  }
}
