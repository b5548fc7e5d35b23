/** One run: brings the archive of an account up to date with its mailbox, over a few lines, and never writes to the server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { asAppError } from '../../net/imap/reading/as-app-error.ts'
import type { ReadingLimits } from '../../net/imap/reading/limits.ts'
import { CommandRefused, LineFault } from '../../net/imap/reading/line-fault.ts'
import { type MailboxPipe, type MailboxWay, nameOfWay } from '../../net/imap/reading/mailbox-way.ts'
import { type Mailbox, openMailbox } from '../../net/imap/reading/open-mailbox.ts'
import type { ArchiveRun } from '../store/archive-store.ts'
import { compareFolder } from './compare-folder.ts'
import { fetchMessages } from './fetch-messages.ts'
import type { FolderWork } from './folder-work.ts'
import { planFolders } from './plan-folders.ts'
import { createProgress, type SyncProgress } from './progress.ts'
import { settleFolder } from './settle-folder.ts'
import { createWorkBoard, type Task } from './work-board.ts'

export interface SyncInput {
  readonly mailbox: MailboxWay | MailboxPipe
  readonly run: ArchiveRun
  /** At most so many lines at once, 1 to 4 (Mailu allows 20 for one user and address, for all programs together). */
  readonly connections: number
  readonly signal: AbortSignal
  readonly progress: (at: SyncProgress) => void
  /** In each folder so many messages at most that were recognised in an earlier run are read again. @default 0 */
  readonly rereads?: number
  /** The first pause after a broken line; it doubles up to 30 times itself. @default 1000 */
  readonly pauseMs?: number
  /** @default usualLimits */
  readonly limits?: Partial<ReadingLimits>
}

/** So often the line may break with nothing done in between. */
const mostFaults = 6
/** So often it may break while one folder is opened and compared. */
const mostFolderFaults = 3

const pathOf = (task: Task): string =>
  task.kind === 'compare' ? task.folder.listed.path : task.work.listed.path

/**
 * Lists, compares, fetches what is missing, notes flags and what is gone. What came before a failure is in `run`, which the
 * caller ends: `finish` when this returns, `abandon` when it throws.
 * @throws AppError `mailbox-…`, those of `dial` and of the archive, `cancelled`
 */
export async function syncMailbox(input: SyncInput): Promise<void> {
  const host = nameOfWay(input.mailbox)
  try {
    await syncAll(input, host)
  } catch (error) {
    throw asAppError(error, host)
  }
}

async function syncAll(input: SyncInput, host: string): Promise<void> {
  const { run, pauseMs = 1000, rereads = 0 } = input
  const stop = new AbortController()
  const signal = AbortSignal.any([input.signal, stop.signal])
  const open = (): Promise<Mailbox> =>
    openMailbox(input.mailbox, { signal, ...(input.limits && { limits: input.limits }) })

  const first = await open()
  const looksForCopies = run.folders().length > 0
  const refusedFolders: { readonly path: string; readonly reply: string }[] = []
  const folderFaults = new Map<string, number>()
  let faults = 0

  const listed = await first.folders()
  const folders = planFolders(listed, run, rereads)
  const progress = createProgress(folders, input.progress)
  const board = createWorkBoard(folders)

  const refuse = (task: Task, reply: string): void => {
    refusedFolders.push({ path: pathOf(task), reply })
    if (task.kind !== 'compare') {
      task.work.pending.length = 0
      board.drop(task.work)
    }
    board.done(task)
  }

  /** @throws what makes the line, or the whole run, of no use */
  const perform = async (task: Task, mailbox: Mailbox, isOpen: boolean): Promise<FolderWork> => {
    if (task.kind === 'compare') {
      const { listed, known } = task.folder
      progress.at(listed.path)
      const work = await compareFolder({ mailbox, run, listed, known, looksForCopies, rereads })
      progress.compared(work)
      board.done(task, work)
      faults = 0
      return work
    }
    const { work } = task
    const { raw, path } = work.listed
    progress.at(path)
    if (!isOpen) {
      const nothing = { flags: () => undefined, vanished: () => undefined }
      const { uidValidity } = await mailbox.examine(raw, undefined, nothing)
      if (uidValidity !== work.folder.uidValidity)
        throw new CommandRefused('NO', 'the server numbered it anew while it was read')
    }
    if (task.kind === 'settle')
      await settleFolder(mailbox, work, run, (folderFaults.get(path) ?? 0) === 0)
    else
      await fetchMessages(mailbox, work, {
        run,
        onMessage: () => {
          faults = 0
          progress.message()
        },
        onBytes: progress.bytes,
      })
    board.done(task)
    return work
  }

  /** @throws AppError when it is too often */
  const pauseAfter = async (fault: unknown): Promise<void> => {
    faults += 1
    if (faults > mostFaults) throw asAppError(fault, host)
    await sleep(Math.min(pauseMs * 2 ** (faults - 1), 30 * pauseMs), undefined, { signal })
  }

  const isPassing = (error: unknown): boolean =>
    error instanceof LineFault || (isAppError(error) && error.retryable)

  const workOn = async (mailbox: Mailbox | undefined, isExtra: boolean): Promise<void> => {
    let line = mailbox
    let openWork: FolderWork | undefined
    for (;;) {
      const task = await board.take(isExtra && !line ? 'no-line' : openWork)
      if (!task) break
      try {
        line ??= await open()
        openWork = await perform(task, line, task.kind !== 'compare' && openWork === task.work)
      } catch (error) {
        openWork = undefined
        if (error instanceof CommandRefused && line) {
          refuse(task, error.reply)
          continue
        }
        const hasLine = line !== undefined
        line?.close()
        line = undefined
        const path = pathOf(task)
        const count = (folderFaults.get(path) ?? 0) + 1
        if (hasLine && task.kind !== 'fetch') folderFaults.set(path, count)
        if (
          error instanceof LineFault &&
          hasLine &&
          task.kind !== 'fetch' &&
          count >= mostFolderFaults
        ) {
          refuse(task, error.detail)
          continue
        }
        board.giveBack(task)
        // One line more than the server wants: the others go on.
        if (isExtra && !hasLine && !signal.aborted) break
        if (!isPassing(error)) throw error
        await pauseAfter(error)
      }
    }
    line?.close()
  }

  const extras = Math.min(Math.max(input.connections, 1), 4) - 1
  const lines = [workOn(first, false)]
  for (let i = 0; i < extras; i += 1) lines.push(workOn(undefined, true))
  const failures: unknown[] = []
  await Promise.all(
    lines.map(line =>
      line.catch((error: unknown) => {
        failures.push(error)
        stop.abort() // the others end, too
        board.stop()
      }),
    ),
  )
  progress.end()
  if (input.signal.aborted) throw new AppError('cancelled', {})
  if (failures.length > 0) throw failures[0]
  const [refused] = refusedFolders
  if (refused)
    throw new AppError('mailbox-folder-refused', {
      host,
      folder: refused.path,
      count: refusedFolders.length,
      reply: refused.reply,
    })
}
