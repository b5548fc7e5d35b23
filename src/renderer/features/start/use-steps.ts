/** The steps of the first run, where the person is, and what comes next. Kept in the settings, so that it can be taken up later. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useServers } from '../../stores/servers.ts'
import { useSettings } from '../../stores/settings.ts'

export type StepId = 'find' | 'look' | 'send'
export const stepIds: readonly StepId[] = ['find', 'look', 'send']

export interface Steps {
  readonly current: Ref<StepId>
  readonly number: ComputedRef<number>
  readonly isDone: (step: StepId) => boolean
  goTo(step: StepId): Promise<void>
  skip(): Promise<void>
  finish(to?: string): Promise<void>
}

export function useSteps(): Steps {
  const settings = useSettings()
  const servers = useServers()
  const route = useRoute()
  const router = useRouter()
  const isAdding = route.query['add'] !== undefined
  const saved = settings.settings.firstRun
  const current = ref<StepId>(isAdding || saved === 'done' ? 'find' : saved)
  const number = computed(() => stepIds.indexOf(current.value) + 1)

  const save = async (firstRun: StepId | 'done'): Promise<void> => {
    if (!isAdding) await settings.set({ firstRun })
  }
  async function goTo(step: StepId): Promise<void> {
    current.value = step
    await save(step)
  }
  async function finish(to = '/overview'): Promise<void> {
    await save('done')
    await router.push(to)
  }
  /** Without a server there is nothing to look at: then the step stays open for the next start. */
  async function skip(): Promise<void> {
    const next = stepIds[stepIds.indexOf(current.value) + 1]
    if (next === undefined) await finish()
    else if (servers.current) await goTo(next)
    else await router.push('/overview')
  }
  const isDone = (step: StepId): boolean => stepIds.indexOf(step) < stepIds.indexOf(current.value)
  return { current, number, isDone, goTo, skip, finish }
}
