/** A mailbox that can be read and not changed: there is no command here that writes (EXAMINE, BODY.PEEK; RFC 9051, 6.3.3, 6.4.5). */
import { AppError } from '../../../../shared/errors.ts'
import type { OnUntagged } from './imap-line.ts'
import { CommandRefused, LineFault } from './line-fault.ts'
import { type ReadingLimits, usualLimits } from './limits.ts'
import { type ListedFolder, listFolders } from './list-folders.ts'
import { quote } from './log-in.ts'
import { type MailboxPipe, type MailboxWay, nameOfWay } from './mailbox-way.ts'
import { readNumber, readSet, writeSet } from './number-set.ts'
import { openLine } from './open-line.ts'
import { type Fetched, readFetch } from './read-fetch.ts'
import { readCode, type Untagged } from './response.ts'
import type { TakeBytes } from './response-reader.ts'

export interface OpenMailboxDeps {
  readonly signal: AbortSignal
  /** @default usualLimits */
  readonly limits?: Partial<ReadingLimits>
}

/** A folder as it was when it was opened. */
export interface Examined {
  readonly uidValidity: number
  readonly uidNext: number | undefined
  readonly exists: number
  /** Undefined: the server keeps none for this folder. */
  readonly highestModseq: bigint | undefined
  /** True: everything that changed since the known state was told (QRESYNC, RFC 7162). */
  readonly toldChanges: boolean
}

export interface KnownState {
  readonly uidValidity: number
  readonly highestModseq: bigint
}

export interface ChangeListener {
  readonly flags: (uid: number, flags: readonly string[]) => void
  readonly vanished: (ranges: readonly (readonly [number, number])[]) => void
}

/** Takes messages while they come: for each one `begin`, then `whole`. */
export interface BodySink {
  /** @param uid when the server said it before the message */
  begin(size: number, uid: number | undefined): TakeBytes
  /** The response has come to its end; with `body` streamed, this is the message that began last. */
  whole(message: Fetched): boolean
}

export interface Mailbox {
  /** In capitals. */
  readonly capabilities: ReadonlySet<string>
  /** The item that names a message's bytes throughout the account, where the server has one. */
  readonly guidItem: string | undefined
  folders(): Promise<readonly ListedFolder[]>
  examine(raw: string, known: KnownState | undefined, changes: ChangeListener): Promise<Examined>
  /** Items of messages, one by one as they come; never a body. @param each true: it was asked for */
  list(
    set: string,
    items: readonly string[],
    each: (message: Fetched) => boolean,
    changedSince?: bigint,
  ): Promise<void>
  /** UIDs of all messages, ascending. @param exists how many the server counts */
  search(exists: number): Promise<readonly number[]>
  /** Those of a set that are there, ascending. */
  searchAmong(set: string): Promise<readonly number[]>
  /** Whole messages, in one command. */
  bodies(uids: readonly number[], items: readonly string[], sink: BodySink): Promise<void>
  /** How many messages went away in the open folder since it was opened. */
  readonly expunged: number
  readonly isOver: boolean
  close(): void
}

/** So many messages are named in one answer of a server without ESEARCH. */
const searchWindow = 200_000

const nothing: ChangeListener = { flags: () => undefined, vanished: () => undefined }

const sizeOf = (ranges: readonly (readonly [number, number])[]): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)

/** Sorted, each once. */
const ascending = (uids: readonly number[]): readonly number[] => {
  const sorted = [...uids].sort((a, b) => a - b)
  return sorted.filter((uid, at) => uid !== sorted[at - 1])
}

/** The numbers of a set, with an end to how many. */
function expand(text: string, most: number): number[] {
  const ranges = readSet(text)
  if (!ranges || sizeOf(ranges) > most)
    throw new LineFault('not-understood', `a set of messages that cannot be: ${text.slice(0, 60)}`)
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
}

/**
 * Reached, encrypted and logged in.
 * @throws AppError (see `openLine`), `cancelled`; LineFault; CommandRefused
 */
export async function openMailbox(
  way: MailboxWay | MailboxPipe,
  deps: OpenMailboxDeps,
): Promise<Mailbox> {
  const limits = { ...usualLimits, ...deps.limits }
  const host = nameOfWay(way)
  let expunged = 0
  const observe = ({ kind, values }: Untagged): void => {
    if (kind === 'EXPUNGE') expunged += 1
    // With (EARLIER) in front it is about the time before the folder was opened.
    if (kind === 'VANISHED' && typeof values[0] === 'string')
      expunged += sizeOf(readSet(values[0]) ?? [])
  }
  const { line, capabilities } = await openLine(way, { signal: deps.signal, limits, observe })
  const canResync = capabilities.has('QRESYNC')
  let isEnabled = false
  let isDovecot = false
  const identified = capabilities.has('ID')
    ? line
        .command('ID NIL', ({ kind, values }) => {
          if (kind !== 'ID') return false
          isDovecot = /dovecot/i.test(JSON.stringify(values))
          return true
        })
        .catch((error: unknown) => {
          if (!(error instanceof CommandRefused)) throw error // who it is may stay unknown
        })
    : Promise.resolve()
  identified.catch(() => undefined) // the line is over: the next command tells

  /** An end to how often a server may speak of messages within one command. */
  const counted = (): (() => void) => {
    let count = 0
    return () => {
      if ((count += 1) > 2 * limits.messagesInFolder)
        throw new LineFault('not-understood', 'it speaks of messages without end')
    }
  }
  const each = (take: (message: Fetched) => boolean): OnUntagged => {
    const count = counted()
    return response => {
      if (response.kind !== 'FETCH') return false
      count()
      return take(readFetch(response))
    }
  }

  const examineOnce = async (
    raw: string,
    known: KnownState | undefined,
    changes: ChangeListener,
  ): Promise<Examined> => {
    const told = { exists: 0, uidNext: 0, uidValidity: 0, highestModseq: 0n, hasModseq: true }
    const count = counted()
    const hear = ({ kind, number, values, text }: Untagged): boolean => {
      count()
      if (kind === 'EXISTS') told.exists = number ?? 0
      else if (kind === 'OK') {
        const [code, value] = readCode(text)
        if (code?.toUpperCase() === 'UIDNEXT') told.uidNext = readNumber(value) ?? 0
        if (code?.toUpperCase() === 'UIDVALIDITY') told.uidValidity = readNumber(value) ?? 0
        if (code?.toUpperCase() === 'NOMODSEQ') told.hasModseq = false
        if (code?.toUpperCase() === 'HIGHESTMODSEQ' && /^\d{1,19}$/.test(value ?? ''))
          told.highestModseq = BigInt(value!)
      } else if (kind === 'VANISHED' && typeof values.at(-1) === 'string') {
        const ranges = readSet(String(values.at(-1)))
        if (!ranges) throw new LineFault('not-understood', 'VANISHED without a set')
        changes.vanished(ranges)
        return true
      } else if (kind === 'FETCH') {
        const { uid, flags } = readFetch({ kind, number, values, text })
        if (uid === undefined || flags === undefined) return false
        changes.flags(uid, flags)
        return true
      }
      return false
    }
    const way = known
      ? ` (QRESYNC (${known.uidValidity} ${known.highestModseq}))`
      : capabilities.has('CONDSTORE') || canResync
        ? ' (CONDSTORE)'
        : ''
    expunged = 0
    await line.command(`EXAMINE ${quote(raw)}${way}`, hear)
    if (told.uidValidity === 0)
      throw new CommandRefused('NO', 'the server gives this folder no UIDVALIDITY')
    if (told.exists > limits.messagesInFolder)
      throw new AppError('mailbox-too-much', {
        host,
        what: `${told.exists} messages in one folder`,
      })
    return {
      uidValidity: told.uidValidity,
      uidNext: told.uidNext || undefined,
      exists: told.exists,
      highestModseq: told.hasModseq && told.highestModseq > 0n ? told.highestModseq : undefined,
      toldChanges: known?.uidValidity === told.uidValidity,
    }
  }

  const searchOnce = async (criteria: string): Promise<readonly number[]> => {
    const most = limits.messagesInFolder
    const found: number[] = []
    const isExtended = capabilities.has('ESEARCH')
    await line.command(`UID SEARCH ${isExtended ? 'RETURN (ALL) ' : ''}${criteria}`, response => {
      const { kind, values } = response
      if (kind === 'SEARCH')
        for (const value of values) {
          const uid = readNumber(value)
          if (uid !== undefined) found.push(uid)
        }
      else if (kind === 'ESEARCH') {
        const at = values.findIndex(value => typeof value === 'string' && /^all$/i.test(value))
        const set = at === -1 ? undefined : values[at + 1]
        if (typeof set === 'string') for (const uid of expand(set, most)) found.push(uid)
      } else return false
      if (found.length > most) throw new LineFault('not-understood', 'more messages than there are')
      return true
    })
    return ascending(found)
  }

  return {
    capabilities,
    get guidItem() {
      if (isDovecot) return 'X-GUID'
      if (capabilities.has('OBJECTID')) return 'EMAILID'
      return capabilities.has('X-GM-EXT-1') ? 'X-GM-MSGID' : undefined
    },
    async folders() {
      const listed = listFolders(line, capabilities, limits, host)
      await Promise.all([identified, listed])
      return listed
    },
    async examine(raw, known, changes) {
      await identified
      if (!canResync || !known) return examineOnce(raw, undefined, nothing)
      try {
        if (!isEnabled)
          line.command('ENABLE QRESYNC').catch((error: unknown) => {
            if (!(error instanceof CommandRefused)) throw error // the next command tells
          })
        isEnabled = true
        return await examineOnce(raw, known, changes)
      } catch (error) {
        if (!(error instanceof CommandRefused) || error.status !== 'BAD') throw error
        return examineOnce(raw, undefined, nothing)
      }
    },
    async list(set, items, take, changedSince) {
      const since = changedSince === undefined ? '' : ` (CHANGEDSINCE ${changedSince})`
      await line.command(`UID FETCH ${set} (${['UID', ...items].join(' ')})${since}`, each(take))
    },
    async search(exists) {
      if (capabilities.has('ESEARCH') || exists <= searchWindow) return searchOnce('ALL')
      const found: number[] = []
      for (let from = 1; from <= exists; from += searchWindow)
        for (const uid of await searchOnce(`${from}:${Math.min(exists, from + searchWindow - 1)}`))
          found.push(uid)
      return ascending(found)
    },
    searchAmong: set => searchOnce(`UID ${set}`),
    async bodies(uids, items, sink) {
      const names = ['UID', 'FLAGS', 'INTERNALDATE', ...items, 'BODY.PEEK[]']
      await line.command(
        `UID FETCH ${writeSet(uids)} (${names.join(' ')})`,
        each(message => sink.whole(message)),
        (size, head) => sink.begin(size, readNumber(/\bUID (\d+)\b/i.exec(head)?.[1])),
      )
    },
    get expunged() {
      return expunged
    },
    get isOver() {
      return line.isOver
    },
    close: () => line.close(),
  }
}
