/** At most one event each `intervalMs`; the last one always comes. */
export interface Throttle {
  request(): void
  /** Emits what waits, now. */
  flush(): void
}

/** Calls `emit` for `request()`, but not more often than each `intervalMs`. */
export function createThrottle(emit: () => void, intervalMs: number): Throttle {
  let timer: NodeJS.Timeout | undefined
  let waiting = false
  const fire = (): void => {
    waiting = false
    timer = setTimeout(() => {
      timer = undefined
      if (waiting) fire()
    }, intervalMs)
    timer.unref()
    emit()
  }
  return {
    request() {
      if (timer) waiting = true
      else fire()
    },
    flush() {
      clearTimeout(timer)
      timer = undefined
      if (!waiting) return
      waiting = false
      emit()
    },
  }
}
