/** Compares a folder of the server with what the archive has of it: what is to be fetched, what changed, what is gone. */
import type { ListedFolder } from '../../net/imap/reading/list-folders.ts'
import { CommandRefused } from '../../net/imap/reading/line-fault.ts'
import { writeSet } from '../../net/imap/reading/number-set.ts'
import type { Examined, KnownState, Mailbox } from '../../net/imap/reading/open-mailbox.ts'
import { headerField } from '../../net/imap/reading/read-fetch.ts'
import type { ArchiveRun, KnownFolder } from '../store/archive-store.ts'
import { together, within, without } from './compare-uids.ts'
import { createFolderWork, type FolderWork } from './folder-work.ts'

export interface CompareInput {
  readonly mailbox: Mailbox
  readonly run: ArchiveRun
  readonly listed: ListedFolder
  /** The newest folder of that path, when one is known. */
  readonly known: KnownFolder | undefined
  /** Whether anything is here already that could have come under another name. */
  readonly looksForCopies: boolean
  /** At most so many messages that were recognised in an earlier run are read again. */
  readonly rereads: number
}

const ascending = (uids: Iterable<number>): readonly number[] => [...uids].sort((a, b) => a - b)

const sameFlags = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && [...some].sort().join(' ') === [...others].sort().join(' ')

/** UIDs of one command, so that its line stays short (RFC 7162, 4: 8192 bytes are fit for all servers). */
const uidsInCommand = 500

/** What is known of the state at the last whole reading, where the server can go on from it. */
const stateOf = (known: KnownFolder | undefined): KnownState | undefined =>
  known?.uidNext !== undefined && known.highestModseq !== undefined && !known.isGone
    ? { uidValidity: known.uidValidity, highestModseq: known.highestModseq }
    : undefined

/** Places what is here already under another name or number. @returns the UIDs that are not */
async function placeWhatIsHere(
  { mailbox, run, looksForCopies }: CompareInput,
  folder: KnownFolder,
  isRenumbered: boolean,
  missing: readonly number[],
): Promise<readonly number[]> {
  const { guidItem } = mailbox
  if (missing.length === 0 || !(isRenumbered || (looksForCopies && guidItem !== undefined)))
    return missing
  const items = ['FLAGS', 'INTERNALDATE']
  if (guidItem !== undefined) items.push(guidItem)
  if (isRenumbered) items.push('RFC822.SIZE', 'BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]')
  const placed: number[] = []
  let asked = new Set<number>()
  for (let at = 0; at < missing.length; at += uidsInCommand) {
    const part = missing.slice(at, at + uidsInCommand)
    asked = new Set(part)
    const answered = mailbox.list(writeSet(part), items, message => {
      const { uid, flags, internalDate, guid, size, header } = message
      if (uid === undefined || !asked.delete(uid)) return false
      if (flags === undefined || internalDate === undefined) return true
      const messageId = header === undefined ? undefined : headerField(header, 'message-id')
      const hash =
        (guid === undefined ? undefined : run.knownGuid(guid)) ??
        (isRenumbered && size !== undefined && messageId !== undefined
          ? run.recognise(folder.id, { messageId, size, internalDate })
          : undefined)
      if (hash === undefined) return true
      run.place(folder.id, {
        uid,
        body: hash,
        flags,
        internalDate,
        ...(guid !== undefined && { guid }),
        ...(messageId !== undefined && { messageId }),
        ...(isRenumbered && { isUnproven: true }),
      })
      placed.push(uid)
      return true
    })
    await answered.catch((error: unknown) => {
      if (!(error instanceof CommandRefused)) throw error // then they are fetched
    })
  }
  return without(
    missing,
    placed.sort((a, b) => a - b),
  )
}

/** All UIDs of the folder, up to where it went when it was opened. */
async function allOf(mailbox: Mailbox, state: Examined): Promise<readonly number[]> {
  if (state.exists === 0) return []
  const found = await mailbox.search(state.exists)
  return found.filter(uid => state.uidNext === undefined || uid < state.uidNext)
}

/** @throws LineFault; CommandRefused; AppError */
export async function compareFolder(input: CompareInput): Promise<FolderWork> {
  const { mailbox, run, listed, known } = input
  let before = known && run.placed(known.id)
  const vanished: (readonly [number, number])[] = []
  const changed = new Map<number, readonly string[]>()
  const noteFlags = (uid: number, flags: readonly string[]): void => {
    const had = before?.get(uid)
    if (had && !sameFlags(had.flags, flags)) changed.set(uid, flags)
  }
  const knownState = stateOf(known)
  const state = await mailbox.examine(listed.raw, knownState, {
    flags: noteFlags,
    vanished: ranges => {
      for (const range of ranges) vanished.push(range)
    },
  })
  const isRenumbered = known !== undefined && known.uidValidity !== state.uidValidity
  const { path, delimiter, specialUse } = listed
  const folder = run.beginFolder({ path, delimiter, specialUse, uidValidity: state.uidValidity })
  if (isRenumbered) changed.clear()
  // After a new numbering nothing is here yet; where the server went back to an older one, what belongs to that.
  before = run.placed(folder.id)
  const here = ascending(before.keys())
  const since =
    !isRenumbered && state.highestModseq !== undefined ? knownState?.highestModseq : undefined

  if (
    !state.toldChanges &&
    here.length > 0 &&
    state.exists > 0 &&
    (since === undefined || since !== state.highestModseq)
  )
    await mailbox.list(
      '1:*',
      ['FLAGS'],
      ({ uid, flags }) => {
        if (uid === undefined || flags === undefined) return false
        noteFlags(uid, flags)
        return true
      },
      since,
    )

  const owed = ascending(run.owed(folder.id))
  let gone: readonly number[] = []
  let missing: readonly number[] | undefined
  let onServer = state.exists
  if (since !== undefined && known?.uidNext !== undefined) {
    const from = known.uidNext
    const isNew = state.uidNext === undefined || state.uidNext > from
    const found = isNew ? await mailbox.searchAmong(`${from}:*`) : []
    const news = found.filter(uid => uid >= from && (!state.uidNext || uid < state.uidNext))
    gone = within(here, vanished)
    const stay = without(here, gone)
    const wanted = without(together(news, without(owed, gone)), stay)
    // Only when the count is right, all was told.
    if (stay.length + wanted.length === state.exists) missing = wanted
  }
  if (missing === undefined) {
    const listedUids = await allOf(mailbox, state)
    gone = without(here, listedUids)
    missing = without(listedUids, here)
    onServer = Math.max(listedUids.length, state.exists - mailbox.expunged)
  }
  for (const uid of gone) changed.delete(uid)
  for (const [uid, flags] of changed) run.flags(folder.id, uid, flags)
  if (gone.length > 0) run.gone(folder.id, gone)
  const toFetch = await placeWhatIsHere(input, folder, isRenumbered, missing)
  const unproven = isRenumbered ? [] : ascending(run.unproven(folder.id))
  const again = without(unproven, gone).slice(0, input.rereads)
  return createFolderWork(listed, folder, state, onServer, together(toFetch, again))
}
