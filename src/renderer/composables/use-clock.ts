/** The present time as a ref that moves on by itself, for "4 minutes ago" and for silence. */
import { onScopeDispose, ref, type Ref } from 'vue'

/** @param everyMs how often it moves on; 1 000 for running seconds, 30 000 for the rest */
export function useClock(everyMs = 30_000): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
