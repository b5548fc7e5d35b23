/** How mail leaves, as a sentence and the clauses that prove it. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RelayStatus } from '../../../shared/model/relay.ts'
import { useClock } from '../../composables/use-clock.ts'
import { ago, lengthOfTime } from '../../format.ts'
import { type StateName, stateOfVerdict } from '../../ui/state-name.ts'
import { wordsAt } from '../../words.ts'

export interface Clause {
  readonly id: string
  readonly state: StateName
  readonly words: string
}
export interface SendingWords {
  readonly sentence: string
  readonly clauses: readonly Clause[]
}

export function useSendingWords(
  status: () => RelayStatus,
  providerName: () => string | undefined,
): ComputedRef<SendingWords> {
  const { t } = useI18n()
  const now = useClock()

  const sentence = (relay: RelayStatus): string => {
    if (!relay.configured) return t('sending.direct')
    const name = providerName() ?? relay.configured.host
    return t(relay.configured.isApplied ? 'sending.by' : 'sending.byNotApplied', { relay: name })
  }

  const login = (relay: RelayStatus): Clause => {
    const { verdict, checkedAt } = relay.login
    const when = { ago: checkedAt ? ago(checkedAt, now.value) : '' }
    const say = (state: StateName, key: string): Clause => ({
      id: 'login',
      state,
      words: t(`sending.clause.${key}`, when).trim(),
    })
    switch (verdict) {
      case 'right':
        return say('good', checkedAt ? 'loggedIn' : 'loggedInEver')
      case 'differs':
        return say('differs', 'loginDiffers')
      case 'wrong':
        return say('bad', 'loginRefused')
      case 'missing':
      case 'not-needed':
        return say('idle', 'loginMissing')
      case 'unknown':
      case 'not-tried':
        return say('unknown', 'loginUnknown')
    }
  }

  const waiting = ({ waiting: { count: n, oldestAt, isKnown } }: RelayStatus): Clause => {
    if (isKnown === false)
      return { id: 'waiting', state: 'unknown', words: t('sending.clause.waitingUnknown') }
    if (n === 0) return { id: 'waiting', state: 'good', words: t('sending.clause.noneWaiting') }
    const words = oldestAt
      ? t(
          'sending.clause.waiting',
          { n, oldest: lengthOfTime(now.value - Date.parse(oldestAt)) },
          n,
        )
      : t('sending.clause.waitingPlain', { n }, n)
    return { id: 'waiting', state: 'differs', words }
  }

  const refusal = ({ lastRefusal: last }: RelayStatus): Clause =>
    last
      ? {
          id: 'refusal',
          state: last.kind === 'bounced' ? 'bad' : 'differs',
          words: t(`sending.clause.${last.kind}`, { ago: ago(last.at, now.value) }),
        }
      : { id: 'refusal', state: 'good', words: t('sending.clause.noRefusal') }

  const delivery = ({ lastDelivery: last }: RelayStatus): Clause[] =>
    last
      ? [
          {
            id: 'delivery',
            state: 'good',
            words: t('sending.clause.delivered', { ago: ago(last.at, now.value) }),
          },
        ]
      : []

  /** The core's own sentence, part by part, each from evidence of its own. */
  const told = (relay: RelayStatus): Clause[] | undefined =>
    relay.configured &&
    relay.clauses?.map(({ id, verdict, code, params }) => {
      const words =
        wordsAt(['relay', 'sentence', 'clauses', code], {
          ...params,
          ago: ago(String(params['at'] ?? relay.checkedAt), now.value),
        }) ?? ''
      return {
        id,
        state: stateOfVerdict(verdict),
        words: words.replace(/^./, one => one.toUpperCase()),
      }
    })

  const clauses = (relay: RelayStatus): Clause[] => {
    const said = told(relay)
    if (said) return said
    const first: Clause = relay.configured
      ? login(relay)
      : { id: 'direct', state: 'differs', words: t('sending.clause.directNote') }
    return [first, ...delivery(relay), waiting(relay), refusal(relay)]
  }
  return computed(() => ({ sentence: sentence(status()), clauses: clauses(status()) }))
}
