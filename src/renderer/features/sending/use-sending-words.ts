/** How mail leaves, as a sentence and the clauses that prove it. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RelayClause, RelayStatus } from '../../../shared/model/relay.ts'
import { useClock } from '../../composables/use-clock.ts'
import { ago } from '../../format.ts'
import { type StateName, stateOfVerdict } from '../../ui/state-name.ts'
import { wordsAt } from '../../words.ts'
import { withFigures } from './opinion/opinion-words.ts'

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

  const said = ({ id, verdict, code, params }: RelayClause, checkedAt: string): Clause => {
    const since = { ago: ago(String(params['at'] ?? checkedAt), now.value) }
    const words =
      wordsAt(['relay', 'sentence', 'clauses', code], { ...withFigures(params), ...since }) ?? ''
    return {
      id,
      state: stateOfVerdict(verdict),
      words: words.replace(/^./, first => first.toUpperCase()),
    }
  }

  /** As the core says it; without a relay there is no login, but something to know instead. */
  const clauses = ({ configured, clauses: told, checkedAt }: RelayStatus): Clause[] => {
    const direct: Clause = {
      id: 'direct',
      state: 'differs',
      words: t('sending.clause.directNote'),
    }
    const parts = told.map(one => said(one, checkedAt))
    return configured ? parts : [direct, ...parts.filter(({ id }) => id !== 'login')]
  }
  return computed(() => ({ sentence: sentence(status()), clauses: clauses(status()) }))
}
