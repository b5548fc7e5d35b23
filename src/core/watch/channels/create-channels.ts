/** The second channels: kept, checked, and served from an outbox until they took each transition once. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { ChannelKind, WatchChannel } from '../../../shared/model/watch.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { HttpAnswer, HttpPost } from '../../net/http/post.ts'
import type { Clock } from '../../platform.ts'
import type { Timers } from '../../schedule/timers.ts'
import type { SecretStore } from '../../store/secret-store.ts'
import type { Transition } from '../notes/teller.ts'
import type { ChannelRecord, ChannelStore, Waiting } from '../store/channels.ts'
import { checkChannelAddress, type Watched } from './check-address.ts'
import { type Letter, letterOf, postOf } from './compose.ts'

export interface ChannelsDeps {
  readonly store: ChannelStore
  readonly secrets: Pick<SecretStore, 'put' | 'get' | 'has' | 'removeAll'>
  readonly clock: Clock
  readonly timers: Timers
  readonly newId: () => string
  readonly post: (post: HttpPost, signal: AbortSignal) => Promise<HttpAnswer>
  readonly addressesOf: (host: string) => Promise<readonly string[]>
  /** The names that break with each watched server. */
  readonly watched: (signal: AbortSignal) => Promise<readonly Watched[]>
  readonly redact: (text: string) => string
  readonly bug: (error: unknown) => void
}

export interface ChannelWish {
  readonly id?: string | undefined
  readonly kind: ChannelKind
  readonly url: string
  readonly secret?: Secret | undefined
}

export interface Delivery {
  readonly isDelivered: boolean
  readonly reply: string
}

export interface Channels {
  list(): WatchChannel[]
  /** @throws AppError `watch-channel-not-found` and those of the address */
  set(wish: ChannelWish, signal: AbortSignal): Promise<WatchChannel>
  remove(id: string): void
  /** Puts a transition into every channel's outbox; answers their kinds. */
  send(transition: Transition): ChannelKind[]
  /** Sends one test, now and once. @throws AppError `watch-channel-not-found` and those of the address */
  test(id: string, transition: Transition, signal: AbortSignal): Promise<Delivery>
  /** Delivers what waits and is due. */
  pump(): Promise<void>
  /** After time that nobody counted: what is due now is delivered. */
  wake(): void
  stop(): void
}

/** After so long it is tried again; then it is given up. */
const backOffMs = [5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000] as const
const secretName = (id: string): string => `watch:channel:${id}`

/** Answers after which trying again is of no use (RFC 9110 15.5; 408 and 429 ask for patience). */
const isFinal = (status: number): boolean =>
  status >= 300 && status < 500 && status !== 408 && status !== 429

/** Makes them. */
export function createChannels(deps: ChannelsDeps): Channels {
  const { store, clock } = deps
  const stopping = new AbortController()
  let cancel: (() => void) | undefined
  let pumping: Promise<void> | undefined
  let dueAt = -Infinity

  const find = (id: string): ChannelRecord => {
    const channel = store.list().find(one => one.id === id)
    if (!channel) throw new AppError('watch-channel-not-found', { id })
    return channel
  }

  const show = (channel: ChannelRecord, waiting: readonly Waiting[]): WatchChannel => ({
    ...channel,
    hasSecret: deps.secrets.has(secretName(channel.id)),
    waiting: waiting.filter(one => one.channel === channel.id).length,
  })

  async function deliver(
    channel: ChannelRecord,
    letter: Letter,
    id: string,
    signal: AbortSignal,
  ): Promise<Delivery & { readonly isFinal: boolean }> {
    const now = clock.now()
    let result: Delivery & { readonly isFinal: boolean }
    try {
      const secret = await deps.secrets.get(secretName(channel.id))
      const post = postOf(channel, letter, id, now, secret?.reveal())
      const { status, text } = await deps.post(post, signal)
      const reply = deps.redact(`${status} ${text}`.trim().slice(0, 200))
      result = { isDelivered: status >= 200 && status < 300, reply, isFinal: isFinal(status) }
    } catch (error) {
      if (!isAppError(error)) throw error
      const reply = String(error.params['reason'] ?? error.code)
      result = { isDelivered: false, reply, isFinal: error.code === 'secret-not-readable-here' }
    }
    if (store.list().some(one => one.id === channel.id)) {
      const { isDelivered, reply } = result
      const lastDelivery = { at: new Date(now).toISOString(), isDelivered, reply }
      store.save({ ...channel, lastDelivery })
    }
    return result
  }

  /** The next letter of each channel: they arrive in the order in which things happened. */
  const heads = (): Waiting[] => {
    const seen = new Set<string>()
    return store.waiting().filter(({ channel }) => !seen.has(channel) && seen.add(channel))
  }

  async function deliverWaiting(waiting: Waiting): Promise<void> {
    const channel = store.list().find(one => one.id === waiting.channel)
    if (!channel) {
      store.drop(waiting.id)
      return
    }
    const done = await deliver(channel, waiting.letter, waiting.id, stopping.signal)
    if (stopping.signal.aborted) return
    const pause = backOffMs[waiting.attempts]
    if (done.isDelivered || done.isFinal || pause === undefined) store.drop(waiting.id)
    else store.put({ ...waiting, attempts: waiting.attempts + 1, nextAt: clock.now() + pause })
  }

  async function pumpOnce(): Promise<void> {
    const isDue = ({ nextAt }: Waiting): boolean => nextAt <= clock.now()
    for (let due = heads().filter(isDue); due.length > 0; due = heads().filter(isDue)) {
      if (stopping.signal.aborted) return
      await Promise.all(due.map(deliverWaiting))
    }
  }

  function plan(): void {
    cancel?.()
    cancel = undefined
    if (stopping.signal.aborted) return
    const next = heads().map(({ nextAt }) => nextAt)
    dueAt = Math.min(Infinity, ...next)
    if (next.length === 0) return
    const inMs = Math.min(Math.max(0, Math.min(...next) - clock.now()), 3_600_000)
    cancel = deps.timers.after(inMs, () => void pump())
  }

  function pump(): Promise<void> {
    pumping ??= pumpOnce()
      .catch(deps.bug)
      .finally(() => {
        pumping = undefined
        plan()
      })
    return pumping
  }

  const check = async (kind: ChannelKind, url: string, signal: AbortSignal): Promise<void> =>
    checkChannelAddress(kind, url, await deps.watched(signal), deps.addressesOf)

  return {
    list() {
      const waiting = store.waiting()
      return store.list().map(channel => show(channel, waiting))
    },
    async set({ id, kind, url, secret }, signal) {
      const known = id === undefined ? undefined : find(id)
      await check(kind, url, signal)
      const channel: ChannelRecord = { id: known?.id ?? deps.newId(), kind, url }
      // A key that was given for one address is never shown to another.
      if (known && known.url !== url && !secret) deps.secrets.removeAll(secretName(known.id))
      if (secret) await deps.secrets.put(secretName(channel.id), secret)
      store.save(channel)
      return show(channel, store.waiting())
    },
    remove(id) {
      store.remove(find(id).id)
      deps.secrets.removeAll(secretName(id))
    },
    send(transition) {
      const letter = letterOf(transition)
      const channels = store.list()
      for (const { id } of channels)
        store.put({ id: deps.newId(), channel: id, letter, attempts: 0, nextAt: clock.now() })
      if (channels.length > 0) void pump()
      return channels.map(({ kind }) => kind)
    },
    async test(id, transition, signal) {
      const channel = find(id)
      await check(channel.kind, channel.url, signal)
      const { isDelivered, reply } = await deliver(
        channel,
        letterOf(transition),
        deps.newId(),
        AbortSignal.any([signal, stopping.signal]),
      )
      return { isDelivered, reply }
    },
    pump,
    wake() {
      if (dueAt <= clock.now()) void pump()
    },
    stop() {
      stopping.abort()
      cancel?.()
    },
  }
}
