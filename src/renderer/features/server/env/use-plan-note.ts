/** The sentence under a sheet's title: for how long mail stops. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EnvPreview } from '../../../../shared/model/stack.ts'

export function usePlanNote(plan: ComputedRef<EnvPreview | undefined>): ComputedRef<string> {
  const { t } = useI18n()
  return computed(() => {
    if (!plan.value) return t('server.apply.asking')
    const { recreate, expectedSeconds } = plan.value
    return recreate.length === 0
      ? t('server.apply.noneStops')
      : t('server.apply.note', { seconds: Math.round(expectedSeconds) })
  })
}
