/** What providers say, remembered for a while; their keys, kept and never shown again. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { OpinionView, RelayOpinion } from '../../../shared/model/opinion.ts'
import type { Secret } from '../../../shared/secret.ts'
import { askHttps } from '../../net/http/ask-https.ts'
import type { RelayDeps, RelayStack } from '../relay-deps.ts'
import { askProvider } from './ask-provider.ts'
import { checkedKey, isPair } from './checked-key.ts'
import { halvesOf } from './give-key.ts'
import { type OpinionTarget, opinionTarget } from './opinion-target.ts'

export interface OpinionQuestion {
  readonly domain?: string | undefined
  /** Ask anew, unless the provider asked for a pause. */
  readonly isFresh?: boolean | undefined
  /** For this once; nothing of it is kept. */
  readonly key?: Secret | undefined
}

export interface Opinions {
  /** Undefined without a relay. @throws AppError `cancelled` */
  of(
    at: RelayStack,
    env: Readonly<Record<string, string>>,
    question: OpinionQuestion,
    signal: AbortSignal,
  ): Promise<OpinionView | undefined>
  /** @throws AppError `relay-not-configured`, `relay-api-none`, `relay-key-shape` */
  keep(at: RelayStack, env: Readonly<Record<string, string>>, key: Secret): Promise<void>
  /** @throws AppError `relay-not-configured` */
  forget(at: RelayStack, env: Readonly<Record<string, string>>): Promise<void>
}

/** A domain seldom changes; what is wrong is being mended by somebody, and what is unknown may be known soon. */
const keepMs = { right: 60 * 60_000, wrong: 10 * 60_000, unknown: 5 * 60_000 }

const untilMs = ({ about, askedAt, askAgainAt }: RelayOpinion): number => {
  const isFine = about.verdict === 'right' || about.verdict === 'differs'
  // A refused key stays refused until somebody acts; asking again and again looks like guessing.
  const isLasting = isFine || about.code === 'key-refused'
  const kept = isLasting
    ? keepMs.right
    : about.verdict === 'unknown'
      ? keepMs.unknown
      : keepMs.wrong
  return Math.max(Date.parse(askedAt) + kept, pauseEnd({ askAgainAt }))
}

const pauseEnd = ({ askAgainAt }: Pick<RelayOpinion, 'askAgainAt'>): number =>
  askAgainAt === undefined ? 0 : Date.parse(askAgainAt)

/** Forgotten together with its server, and given to no other provider. */
const nameOf = (at: RelayStack, provider: string): string =>
  `server:${at.host.serverId}:relay-key:${provider}`

export function createOpinions(
  deps: Pick<RelayDeps, 'clock' | 'providers' | 'secrets' | 'remember' | 'apiWorld'>,
): Opinions {
  const known = new Map<string, RelayOpinion>()
  const worldOf = (at: RelayStack) => deps.apiWorld?.(at.host.host)
  const keyOf = (at: RelayStack, { provider, domain, user }: OpinionTarget): string =>
    JSON.stringify([at.host.serverId, provider, domain, user])

  async function keptKey(at: RelayStack, provider: string): Promise<Secret | undefined> {
    try {
      return await deps.secrets.get(nameOf(at, provider))
    } catch (error) {
      if (isAppError(error, 'secret-not-readable-here')) return undefined
      throw error
    }
  }

  async function targetFor(
    at: RelayStack,
    env: Readonly<Record<string, string>>,
  ): Promise<OpinionTarget> {
    const target = opinionTarget(env, await deps.providers(), worldOf(at))
    if (!target) throw new AppError('relay-not-configured', { project: at.project })
    return target
  }

  function forgetAnswers(at: RelayStack): void {
    for (const key of known.keys())
      if ((JSON.parse(key) as string[])[0] === at.host.serverId) known.delete(key) // made by keyOf
  }

  /** The second half of a pair is a secret of its own. */
  function rememberHalf(key: Secret): void {
    deps.remember(key)
    const { secret } = halvesOf(key)
    if (secret.reveal() !== '') deps.remember(secret)
  }

  async function ask(
    at: RelayStack,
    { api, domain, user, region }: OpinionTarget,
    key: Secret,
    signal: AbortSignal,
  ): Promise<RelayOpinion | undefined> {
    if (!api || domain === '') return undefined
    rememberHalf(key)
    const use = { root: api.root, place: api.facts.key, key, region, nowMs: deps.clock.now() }
    const order = { reader: api.reader, use, domain, user }
    return askProvider(worldOf(at)?.ask ?? askHttps, order, signal)
  }

  async function remembered(
    at: RelayStack,
    target: OpinionTarget,
    key: Secret,
    isFresh: boolean,
    signal: AbortSignal,
  ): Promise<RelayOpinion | undefined> {
    const name = keyOf(at, target)
    const before = known.get(name)
    if (before && (isFresh ? pauseEnd(before) : untilMs(before)) > deps.clock.now()) return before
    const opinion = await ask(at, target, key, signal)
    if (opinion) known.set(name, opinion)
    return opinion
  }

  return {
    async of(at, env, { domain, isFresh = false, key: given }, signal) {
      const target = opinionTarget(env, await deps.providers(), worldOf(at), domain)
      if (!target) return undefined
      const { provider, name, api } = target
      const none = { provider, name, unconfirmed: [], hasKey: false }
      if (!api) return { ...none, offer: 'none' }
      const { key: place, unconfirmed } = api.facts
      const kept = await keptKey(at, provider)
      const once = given && checkedKey(given, place, name)
      const opinion = once
        ? await ask(at, target, once, signal)
        : kept && (await remembered(at, target, kept, isFresh, signal))
      return {
        ...none,
        offer: 'offered',
        host: new URL(api.root).hostname,
        keyShape: isPair(place) ? 'pair' : 'single',
        unconfirmed: [...unconfirmed],
        hasKey: kept !== undefined,
        ...(opinion && { opinion }),
      }
    },
    async keep(at, env, key) {
      const { api, provider, name } = await targetFor(at, env)
      if (!api) throw new AppError('relay-api-none', { provider: name })
      const clean = checkedKey(key, api.facts.key, name)
      rememberHalf(clean)
      await deps.secrets.put(nameOf(at, provider), clean)
      forgetAnswers(at)
    },
    async forget(at, env) {
      const { provider } = await targetFor(at, env)
      deps.secrets.removeAll(nameOf(at, provider))
      forgetAnswers(at)
    },
  }
}
