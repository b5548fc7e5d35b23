/** Asks a query, asks again when its input changes, and never shows the answer of an older question. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { InputOf, OutputOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import type { AppError } from '../../shared/errors.ts'
import { api } from '../api/index.ts'
import { toAppError } from '../api/to-app-error.ts'

type QueryName = {
  [K in keyof AppContract]: AppContract[K] extends {
    readonly kind: string
    readonly output: unknown
  }
    ? K
    : never
}[keyof AppContract]

export interface Query<T> {
  readonly data: ShallowRef<T | undefined>
  readonly error: ShallowRef<AppError | undefined>
  readonly isLoading: Ref<boolean>
  refresh(): Promise<void>
}

/** `input` answers null while there is nothing to ask yet. */
export function useQuery<K extends QueryName>(
  name: K,
  input: () => InputOf<AppContract[K]> | null,
): Query<OutputOf<AppContract[K]>> {
  const data = shallowRef<OutputOf<AppContract[K]>>()
  const error = shallowRef<AppError>()
  const isLoading = ref(false)
  let round = 0

  async function refresh(): Promise<void> {
    const asked = input()
    const mine = ++round
    if (asked === null) return
    isLoading.value = true
    try {
      const call = api[name] as unknown as (
        input: InputOf<AppContract[K]>,
      ) => Promise<OutputOf<AppContract[K]>> // the union of all calls, narrowed to this name
      const answer = await call(asked)
      if (mine !== round) return
      data.value = answer
      error.value = undefined
    } catch (failure) {
      if (mine === round) error.value = toAppError(failure)
    } finally {
      if (mine === round) isLoading.value = false
    }
  }

  watch(
    () => JSON.stringify(input()),
    () => {
      data.value = undefined
      void refresh()
    },
    { immediate: true },
  )
  onScopeDispose(() => (round += 1))
  return { data, error, isLoading, refresh }
}
