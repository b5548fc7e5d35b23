/** Starting, stopping, restarting, recreating, downloading: what is asked first, and the job behind each. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '../../../shared/errors.ts'
import { api } from '../../api/index.ts'
import { toAppError } from '../../api/to-app-error.ts'
import { useJobs } from '../../stores/jobs.ts'
import { useStack } from '../../stores/stack.ts'

/** What a sheet asks about before mail is disturbed. `apply`: recreate what runs with old settings. */
export type Question =
  | { readonly kind: 'down' }
  | { readonly kind: 'apply' }
  | { readonly kind: 'recreate'; readonly services: readonly string[] }

export interface Lifecycle {
  readonly question: ShallowRef<Question | undefined>
  readonly isAsking: Ref<boolean>
  readonly error: ShallowRef<AppError | undefined>
  readonly isBusy: ComputedRef<boolean>
  ask(question: Question): void
  close(): void
  restart(service: string): Promise<void>
  up(): Promise<void>
  pull(): Promise<void>
  down(): Promise<void>
  recreate(services: readonly string[]): Promise<void>
}

export function useLifecycle(): Lifecycle {
  const stack = useStack()
  const jobs = useJobs()
  const question = shallowRef<Question>()
  const isAsking = ref(false)
  const error = shallowRef<AppError>()
  const running = ref(0)

  type Where = NonNullable<typeof stack.where>
  /** Runs it; the strip shows how it goes and what came of it. */
  async function run(start: (where: Where) => Promise<{ jobId: string }>): Promise<void> {
    const where = stack.where
    if (!where) return
    isAsking.value = false
    error.value = undefined
    running.value += 1
    try {
      await jobs.settled((await start(where)).jobId)
      await stack.refresh()
    } catch (failure) {
      error.value = toAppError(failure)
    } finally {
      running.value -= 1
    }
  }

  return {
    question,
    isAsking,
    error,
    isBusy: computed(() => running.value > 0),
    ask: asked => {
      question.value = asked
      isAsking.value = true
    },
    close: () => (isAsking.value = false),
    restart: service => run(where => api['stack.restart']({ ...where, service })),
    up: () => run(where => api['stack.up'](where)),
    pull: () => run(where => api['stack.pull'](where)),
    down: () => run(where => api['stack.down'](where)),
    recreate: services =>
      run(where => api['stack.recreate']({ ...where, services: [...services] })),
  }
}
