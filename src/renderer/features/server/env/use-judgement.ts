/** Whether the draft may be applied: Postern's own judgement and what Compose on the server said. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EnvPreview } from '../../../../shared/model/stack.ts'
import type { Query } from '../../../composables/use-query.ts'
import type { StateName } from '../../../ui/state-name.ts'

export interface Judgement {
  readonly state: StateName
  readonly words: string
  readonly mayApply: boolean
}

export function useJudgement(preview: Query<EnvPreview>): ComputedRef<Judgement> {
  const { t } = useI18n()
  return computed(() => {
    const plan = preview.data.value
    if (preview.error.value)
      return { state: 'unknown', words: t('server.apply.noAnswer'), mayApply: false }
    if (!plan) return { state: 'working', words: t('server.apply.asking'), mayApply: false }
    if (plan.accepted === false || plan.problems.some(problem => problem.severity === 'error'))
      return { state: 'bad', words: t('server.apply.refused'), mayApply: false }
    if (plan.changedKeys.length === 0)
      return { state: 'idle', words: t('server.apply.nothing'), mayApply: false }
    return plan.accepted
      ? { state: 'good', words: t('server.apply.accepted'), mayApply: true }
      : { state: 'unknown', words: t('server.apply.notAsked'), mayApply: false }
  })
}
