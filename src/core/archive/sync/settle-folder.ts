/** Brings a folder to its end: what did not come is looked for once more, and named. */
import { CommandRefused } from '../../net/imap/reading/line-fault.ts'
import { writeSet } from '../../net/imap/reading/number-set.ts'
import type { Mailbox } from '../../net/imap/reading/open-mailbox.ts'
import type { ArchiveRun } from '../store/archive-store.ts'
import { subjectOf } from '../store/subject-of.ts'
import type { FolderWork } from './folder-work.ts'

/** So many are asked for their subjects; where more are lost, it is not about messages. */
const mostSubjects = 100

async function subjectsOf(
  mailbox: Mailbox,
  uids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const subjects = new Map<number, string>()
  for (const uid of uids.slice(0, mostSubjects))
    await mailbox
      .list(String(uid), ['BODY.PEEK[HEADER.FIELDS (SUBJECT)]'], message => {
        if (message.uid !== uid || message.header === undefined) return false
        const subject = subjectOf(Buffer.from(message.header, 'latin1'))
        if (subject !== undefined) subjects.set(uid, subject)
        return true
      })
      .catch((error: unknown) => {
        if (!(error instanceof CommandRefused)) throw error // then it stays without
      })
  return subjects
}

/**
 * @param asksSubjects false: asking for them broke the line before
 * @throws LineFault; CommandRefused; AppError
 */
export async function settleFolder(
  mailbox: Mailbox,
  work: FolderWork,
  run: ArchiveRun,
  asksSubjects: boolean,
): Promise<void> {
  const { lost, folder, state } = work
  const uids = [...lost.keys()].sort((a, b) => a - b)
  const there = uids.length === 0 ? [] : await mailbox.searchAmong(writeSet(uids.slice(0, 500)))
  const isThere = new Set([...there, ...uids.slice(500)])
  const here = uids.length === 0 ? undefined : run.placed(folder.id)
  const gone = uids.filter(uid => !isThere.has(uid))
  const failed = uids.filter(uid => isThere.has(uid) && here?.has(uid) !== true)
  const subjects = asksSubjects ? await subjectsOf(mailbox, failed) : new Map<number, string>()
  for (const uid of failed) {
    const subject = subjects.get(uid)
    run.failed(folder.id, {
      uid,
      reason: lost.get(uid)!,
      ...(subject !== undefined && { subject }),
    })
  }
  const left = gone.filter(uid => here?.has(uid) === true)
  if (left.length > 0) run.gone(folder.id, left)
  run.endFolder(folder.id, {
    uidNext: state.uidNext,
    highestModseq: state.highestModseq,
    exists: work.onServer - gone.length,
  })
}
