/** The next best action: what is broken first, then what is half done, then what would be better. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { openWords } from '../../../shared/locales/incident-words.ts'
import type { ServerWatch, WatchStatus } from '../../../shared/model/watch.ts'
import { useClock } from '../../composables/use-clock.ts'
import { dayAndTime, list } from '../../format.ts'
import { glyphOfIncident } from '../../parts/watch/lamp-words.ts'
import { useSettings } from '../../stores/settings.ts'
import { useStack } from '../../stores/stack.ts'
import { useWatch } from '../../stores/watch.ts'
import type { StateName } from '../../ui/state-name.ts'

export interface NextStep {
  readonly state: StateName
  readonly title: string
  readonly why: string
  readonly verb: string
  go(): void
}

export function useNextStep(
  status: () => WatchStatus,
  server: () => ServerWatch | undefined,
): ComputedRef<NextStep | undefined> {
  const { t } = useI18n()
  const router = useRouter()
  const stack = useStack()
  const settings = useSettings()
  const watch = useWatch()
  const now = useClock()
  const to = (path: string) => (): void => void router.push(path)
  const say = (
    key: string,
    state: StateName,
    go: () => void,
    params: Record<string, string | number> = {},
    n = 1,
  ): NextStep => ({
    state,
    title: t(`overview.next.${key}`, params, n),
    why: t(`overview.next.${key}Why`, params),
    verb: t(`overview.next.${key}Verb`),
    go,
  })

  return computed(() => {
    const incident = server()?.incidents[0]
    if (incident) {
      const { title, body } = openWords(incident, now.value)
      const go = to(`/activity/incident/${incident.id}`)
      const verb = t('overview.next.incident')
      return { state: glyphOfIncident(incident), title, why: body, verb, go }
    }
    if (settings.settings.watch === 'off')
      return say('off', 'unwatched', () => void settings.set({ watch: 'on' }))
    const keys = stack.status?.notAppliedKeys ?? []
    if (keys.length > 0)
      return say(
        'notApplied',
        'differs',
        to('/server'),
        { n: keys.length, names: list(keys) },
        keys.length,
      )
    if (stack.relay && !stack.relay.configured) return say('direct', 'differs', to('/sending'))
    const { pausedUntil } = status()
    if (pausedUntil !== undefined)
      return say('paused', 'idle', () => void watch.resume(), {
        until: dayAndTime(pausedUntil, now.value),
      })
    return undefined
  })
}
