/** Shares the work of a run among several lines: folders to be compared, messages to be fetched, folders to be brought to their end. */
import { createDeferred } from '../../net/ssh/deferred.ts'
import { type FolderWork, isFetched } from './folder-work.ts'
import type { FolderToRead } from './plan-folders.ts'

export type Task =
  | { readonly kind: 'compare'; readonly folder: FolderToRead }
  | { readonly kind: 'fetch' | 'settle'; readonly work: FolderWork }

export interface WorkBoard {
  /**
   * Waits while others may still find something. Undefined: all is done.
   * @param open the folder that is open on the line; `no-line`: there is none yet, and only plenty to do is worth one
   */
  take(open: FolderWork | 'no-line' | undefined): Promise<Task | undefined>
  /** The task is over. @param found what a comparison left to be done */
  done(task: Task, found?: FolderWork): void
  /** It was not finished: somebody has to do it again. */
  giveBack(task: Task): void
  /** Nothing more of this folder is to be done. */
  drop(work: FolderWork): void
  /** Nothing is given out any more. */
  stop(): void
}

export function createWorkBoard(folders: readonly FolderToRead[]): WorkBoard {
  const toCompare = [...folders]
  const works = new Set<FolderWork>()
  let active = 0
  let isStopped = false
  let change = createDeferred<undefined>()

  const told = (): void => {
    change.resolve(undefined)
    change = createDeferred()
  }
  const chunks = (work: FolderWork): number => work.pending.length
  const pick = (open: FolderWork | undefined): Task | undefined => {
    if (open && works.has(open)) {
      if (chunks(open) > 0) return { kind: 'fetch', work: open }
      if (isFetched(open)) return { kind: 'settle', work: open }
    }
    const folder = toCompare.shift()
    if (folder) return { kind: 'compare', folder }
    let most: FolderWork | undefined
    for (const work of works) {
      if (isFetched(work)) return { kind: 'settle', work }
      if (chunks(work) > (most ? chunks(most) : 0)) most = work
    }
    return most && { kind: 'fetch', work: most }
  }

  const hasPlenty = (): boolean => {
    let pending = toCompare.length / 4
    for (const work of works) pending += chunks(work)
    return pending >= 2
  }

  return {
    async take(open) {
      for (;;) {
        if (isStopped) return undefined
        const task = open === 'no-line' ? hasPlenty() && pick(undefined) : pick(open)
        if (task) {
          active += 1
          if (task.kind === 'settle') task.work.isSettled = true
          return task
        }
        if (active === 0 && toCompare.length === 0 && works.size === 0) return undefined
        await change.promise
      }
    },
    done(task, found) {
      active -= 1
      if (found) works.add(found)
      if (task.kind === 'settle') works.delete(task.work)
      told()
    },
    giveBack(task) {
      active -= 1
      if (task.kind === 'compare') toCompare.unshift(task.folder)
      if (task.kind === 'settle') task.work.isSettled = false
      told()
    },
    drop(work) {
      works.delete(work)
      told()
    },
    stop() {
      isStopped = true
      told()
    },
  }
}
