/** The workers by name: `electron.vite.config.ts` builds each as an entry of its own, plain Node runs the sources. */

/** Source files, relative to this one. */
export const workerEntries = {
  'work-on-archive': './archive/worker/work-on-archive.ts',
  'unlock-key': './net/ssh/worker/unlock-key.ts',
} as const

export type WorkerName = keyof typeof workerEntries

/** The entry among the sources. */
export const workerSource = (name: WorkerName): URL => new URL(workerEntries[name], import.meta.url)
