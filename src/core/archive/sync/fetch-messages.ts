/** Fetches whole messages of a folder into the archive, straight from the line, and knows what did not come. */
import { CommandRefused, LineFault } from '../../net/imap/reading/line-fault.ts'
import type { BodySink, Mailbox } from '../../net/imap/reading/open-mailbox.ts'
import type { Fetched } from '../../net/imap/reading/read-fetch.ts'
import { streamed } from '../../net/imap/reading/values.ts'
import type { ArchiveRun, BodyWriter } from '../store/archive-store.ts'
import type { Chunk, FolderWork } from './folder-work.ts'
import { createMessageIdFinder, type MessageIdFinder } from './message-id-of.ts'

export interface FetchDeps {
  readonly run: ArchiveRun
  /** A message is stored, or given up. */
  readonly onMessage: (work: FolderWork) => void
  readonly onBytes: (count: number) => void
}

/** Commands on their way at once on one line: the server never waits for the next question. */
const window = 2
/** Refusals one after the other without a message between: then it is not about single messages. */
const mostRefusals = 200
/** After so many breaks of the line at one message it is asked for alone, and then given up. */
const strikesUntilAlone = 2
const strikesUntilLost = 4
/** Messages that nobody asked for. */
const mostStrangers = 1000

const unasked = 'the server lists it and does not give it'

interface Incoming {
  readonly writer: BodyWriter
  readonly ids: MessageIdFinder
  readonly uid: number | undefined
}

/** @throws LineFault after what came was kept and what did not was put back; CommandRefused; AppError */
export async function fetchMessages(
  mailbox: Mailbox,
  work: FolderWork,
  { run, onMessage, onBytes }: FetchDeps,
): Promise<void> {
  /** In the order in which they were asked for. */
  const wanted = new Set<number>()
  let incoming: Incoming | undefined
  let strangers = 0
  let refusals = 0
  let usesGuid = true
  let hasStruck = false

  const store = ({ uid, flags, internalDate, guid }: Fetched, from: Incoming): boolean => {
    const isWanted = uid !== undefined && wanted.has(uid)
    if (!isWanted || flags === undefined || internalDate === undefined) {
      from.writer.drop()
      if (isWanted) work.lost.set(uid, 'the server gave it without a date')
      else if ((strangers += 1) > mostStrangers)
        throw new LineFault('not-understood', 'messages came that were not asked for')
      return isWanted
    }
    const messageId = from.ids.found()
    run.place(work.folder.id, {
      uid,
      body: from.writer.end(),
      flags,
      internalDate,
      ...(guid !== undefined && { guid }),
      ...(messageId !== undefined && { messageId }),
    })
    wanted.delete(uid)
    refusals = 0
    work.strikes.delete(uid)
    onMessage(work)
    return true
  }

  const begin = (size: number, uid: number | undefined): Incoming => {
    incoming?.writer.drop() // a response with two messages: the first one belongs to nobody
    incoming = { writer: run.body(size), ids: createMessageIdFinder(), uid }
    return incoming
  }
  const take = (chunk: Buffer, into: Incoming): void | Promise<void> => {
    into.ids.see(chunk)
    onBytes(chunk.length)
    return into.writer.write(chunk)
  }

  const sink: BodySink = {
    begin(size, uid) {
      const into = begin(size, uid)
      return chunk => take(chunk, into)
    },
    whole(message) {
      const { body, uid } = message
      if (body === undefined) return false
      if (body === null) {
        if (uid === undefined || !wanted.has(uid)) return false
        work.lost.set(uid, 'the server has no text for it')
        return true
      }
      if (body !== streamed) {
        const bytes = Buffer.from(body, 'latin1')
        const kept = take(bytes, begin(bytes.length, uid)) // a short one, given as a string
        if (kept) kept.catch(() => undefined) // `end` throws it again
      }
      const from = incoming
      incoming = undefined
      return from !== undefined && store(message, from)
    },
  }

  const give = (uids: readonly number[], isAlone = false): void => {
    if (uids.length > 0) work.pending.unshift({ uids, isAlone })
  }

  const refused = (uids: readonly number[], error: CommandRefused, askedGuid: boolean): void => {
    if (error.status === 'BAD' && askedGuid) {
      usesGuid = false
      give(uids)
      return
    }
    if ((refusals += 1) > mostRefusals) throw error
    if (uids.length === 1) {
      work.lost.set(uids[0]!, error.reply || unasked)
      onMessage(work)
      return
    }
    const half = Math.ceil(uids.length / 2)
    give(uids.slice(half))
    give(uids.slice(0, half))
  }

  /** The line broke: the message that was on its way, or was to come next, may be the reason. */
  const strike = (error: LineFault): void => {
    const uid = incoming?.uid ?? [...wanted][0]
    if (uid === undefined || hasStruck) return
    hasStruck = true // of what was asked for behind it nothing is known
    const strikes = (work.strikes.get(uid) ?? 0) + 1
    work.strikes.set(uid, strikes)
    if (strikes < strikesUntilLost) return
    wanted.delete(uid)
    work.strikes.delete(uid)
    work.lost.set(uid, `the line broke at it ${strikes} times: ${error.detail}`)
    onMessage(work)
  }

  /** @returns what broke the line */
  const fetchChunk = async (chunk: Chunk): Promise<Error | undefined> => {
    work.flying += 1
    for (const uid of chunk.uids) wanted.add(uid)
    const left = (): number[] => chunk.uids.filter(uid => wanted.has(uid))
    const { guidItem } = mailbox
    const items = usesGuid && guidItem !== undefined ? [guidItem] : []
    try {
      await mailbox.bodies(chunk.uids, items, sink)
      for (const uid of left()) {
        if (!work.lost.has(uid)) work.lost.set(uid, unasked)
        onMessage(work)
      }
      return undefined
    } catch (error) {
      if (error instanceof LineFault) strike(error)
      const uids = left()
      if (!(error instanceof CommandRefused)) {
        const isHard = (uid: number): boolean => (work.strikes.get(uid) ?? 0) >= strikesUntilAlone
        give(uids.filter(uid => !isHard(uid)))
        for (const uid of uids.filter(isHard)) work.pending.push({ uids: [uid], isAlone: true })
        return error instanceof Error ? error : new Error(String(error))
      }
      refused(uids, error, items.length > 0)
      return undefined
    } finally {
      for (const uid of chunk.uids) wanted.delete(uid)
      work.flying -= 1
    }
  }

  const flying: Promise<Error | undefined>[] = []
  let fault: Error | undefined
  const land = async (most: number): Promise<void> => {
    while (flying.length > most) {
      const broken = await flying.shift()
      fault ??= broken
    }
  }
  try {
    for (;;) {
      if (work.pending.length === 0) await land(0) // what is refused comes back in pieces
      const chunk = work.pending.shift()
      if (!chunk) break
      if (chunk.isAlone) await land(0)
      if (fault !== undefined) {
        work.pending.unshift(chunk)
        break
      }
      flying.push(fetchChunk(chunk))
      await land(chunk.isAlone ? 0 : window - 1)
    }
    await land(0)
  } finally {
    incoming?.writer.drop()
    await Promise.allSettled(flying)
  }
  if (fault !== undefined) throw fault
}
