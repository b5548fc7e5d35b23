/** Asks again when something changed the installation (this window, another one, the command line), or when the server answers again. */
import { onScopeDispose, watch, type ShallowRef } from 'vue'
import { api } from '../api/index.ts'
import { useStack } from '../stores/stack.ts'

interface Asked {
  readonly error: ShallowRef<unknown>
  refresh(): Promise<void>
}

export function useStackChanged(query: Asked): void {
  const stack = useStack()
  const stop = api.on('stack.changed', ({ server, project }) => {
    if (server === stack.where?.server && project === stack.where.project) void query.refresh()
  })
  // A part that could not be read while the line was down must not go on saying so.
  watch(
    () => stack.status,
    status => {
      if (status && query.error.value !== undefined) void query.refresh()
    },
  )
  onScopeDispose(stop)
}
