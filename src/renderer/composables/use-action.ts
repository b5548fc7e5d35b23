/** A press of a button that asks the core: runs once at a time, and keeps the failure to show. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AppError } from '../../shared/errors.ts'
import { toAppError } from '../api/to-app-error.ts'

export interface Action<A extends unknown[]> {
  readonly run: (...words: A) => Promise<void>
  readonly error: ShallowRef<AppError | undefined>
  readonly isRunning: Ref<boolean>
}

export function useAction<A extends unknown[]>(act: (...words: A) => Promise<unknown>): Action<A> {
  const error = shallowRef<AppError>()
  const isRunning = ref(false)
  async function run(...words: A): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    error.value = undefined
    try {
      await act(...words)
    } catch (failure) {
      error.value = toAppError(failure)
    } finally {
      isRunning.value = false
    }
  }
  return { run, error, isRunning }
}
