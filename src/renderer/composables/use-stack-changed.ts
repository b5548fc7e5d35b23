/** Asks again when something changed the installation: this window, another one, or the command line. */
import { onScopeDispose } from 'vue'
import { api } from '../api/index.ts'
import { useStack } from '../stores/stack.ts'

export function useStackChanged(ask: () => unknown): void {
  const stack = useStack()
  const stop = api.on('stack.changed', ({ server, project }) => {
    if (server === stack.where?.server && project === stack.where.project) void ask()
  })
  onScopeDispose(stop)
}
