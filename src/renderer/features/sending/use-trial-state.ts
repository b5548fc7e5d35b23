/** The footer's words while a relay is being chosen: what is missing, tried, found. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ProbeReport } from '../../../shared/model/relay.ts'
import type { RunningJob } from '../../composables/use-job.ts'
import { list } from '../../format.ts'
import type { StateName } from '../../ui/state-name.ts'
import type { RelayForm } from './use-relay-form.ts'

export function useTrialState(
  probe: RunningJob<never, ProbeReport>,
  form: RelayForm,
): ComputedRef<{ state: StateName; words: string }> {
  const { t } = useI18n()
  return computed(() => {
    if (form.missing.value.length > 0) {
      const names = form.missing.value.map(id =>
        t(`sending.set.${id === 'region' ? 'regions' : id}`),
      )
      return { state: 'idle', words: t('sending.set.missing', { names: list(names) }) }
    }
    if (probe.isRunning.value) return { state: 'working', words: t('sending.set.trying') }
    if (!probe.result.value) return { state: 'idle', words: t('sending.set.notTried') }
    return probe.result.value.isUsable
      ? { state: 'good', words: t('sending.set.worked') }
      : { state: 'bad', words: t('sending.set.failed') }
  })
}
