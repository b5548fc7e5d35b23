/** Keeps what is known of the server fresh while somebody looks at the window. */
import { onScopeDispose } from 'vue'
import { useStack } from '../stores/stack.ts'

/** Long enough to cost the server nothing (two looks of 0.2 s), short enough to be believed. */
const everyMs = 60_000

export function useFreshStatus(): void {
  const stack = useStack()
  const look = (): void => {
    if (document.visibilityState === 'visible' && !stack.isLoading) void stack.refresh()
  }
  const timer = setInterval(look, everyMs)
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })
}
