/** Time as a port: what must be done later goes through here, so that tests turn the clock by hand. */
export interface Timers {
  /** Does it once after so many milliseconds; answers what takes it back. */
  after(ms: number, work: () => void): () => void
}

/** The real ones. They do not keep a process alive that has nothing else to do. */
export const systemTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
