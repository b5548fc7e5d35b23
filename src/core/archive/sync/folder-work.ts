/** What is still to be done for one folder in this run. */
import type { Examined } from '../../net/imap/reading/open-mailbox.ts'
import type { ListedFolder } from '../../net/imap/reading/list-folders.ts'
import type { KnownFolder } from '../store/archive-store.ts'

/** Messages that are asked for in one command. */
export interface Chunk {
  readonly uids: readonly number[]
  /** Nothing else is asked for beside it: it broke the line before. */
  readonly isAlone: boolean
}

export interface FolderWork {
  readonly listed: ListedFolder
  readonly folder: KnownFolder
  readonly state: Examined
  /** How many messages the server has there, as far as is known. */
  onServer: number
  readonly pending: Chunk[]
  /** Chunks that are on their way. */
  flying: number
  /** UIDs that were asked for and did not come, with the reason. */
  readonly lost: Map<number, string>
  /** How often the line broke at a message. */
  readonly strikes: Map<number, number>
  isSettled: boolean
}

/** So many messages are asked for at once: what a broken line costs, and what several lines share. */
const chunkSize = 200

/** @param uids ascending */
export function createFolderWork(
  listed: ListedFolder,
  folder: KnownFolder,
  state: Examined,
  onServer: number,
  uids: readonly number[],
): FolderWork {
  const pending: Chunk[] = []
  for (let at = 0; at < uids.length; at += chunkSize)
    pending.push({ uids: uids.slice(at, at + chunkSize), isAlone: false })
  return {
    listed,
    folder,
    state,
    onServer,
    pending,
    flying: 0,
    lost: new Map(),
    strikes: new Map(),
    isSettled: false,
  }
}

/** Nothing is on its way or to be asked for any more: the folder can be brought to its end. */
export const isFetched = (work: FolderWork): boolean =>
  work.pending.length === 0 && work.flying === 0 && !work.isSettled
