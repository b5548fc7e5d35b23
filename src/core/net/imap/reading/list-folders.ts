/** All folders of a mailbox with what is in them, in as few round trips as the server allows. */
import { AppError } from '../../../../shared/errors.ts'
import type { ImapLine, OnUntagged } from './imap-line.ts'
import { LineFault } from './line-fault.ts'
import type { ReadingLimits } from './limits.ts'
import { CommandRefused } from './line-fault.ts'
import { quote } from './log-in.ts'
import { decodeName } from './modified-utf7.ts'
import { readNumber } from './number-set.ts'
import type { Value } from './values.ts'

export interface FolderStatus {
  readonly messages: number
  readonly uidNext: number | undefined
  readonly uidValidity: number | undefined
  /** Undefined or 0: the server keeps none for this folder. */
  readonly highestModseq: bigint | undefined
  readonly sizeBytes: number | undefined
}

export interface ListedFolder {
  /** As it goes into a command, one character a byte. */
  readonly raw: string
  /** As people read it. */
  readonly path: string
  readonly delimiter: string | undefined
  readonly specialUse: string | undefined
  /** False: it only holds other folders. */
  readonly canBeRead: boolean
  /** Undefined: the server did not say. */
  readonly status: FolderStatus | undefined
}

interface Found {
  /** Undefined: only a STATUS named it so far. */
  raw: string | undefined
  delimiter: string | undefined
  specialUse: string | undefined
  canBeRead: boolean
  status: FolderStatus | undefined
}

/** RFC 6154, 2, and `\Important` of RFC 8457. */
const specialUses = [
  '\\All',
  '\\Archive',
  '\\Drafts',
  '\\Flagged',
  '\\Junk',
  '\\Sent',
  '\\Trash',
  '\\Important',
]
/** Questions on the way at once where each folder is asked for by itself. */
const window = 64

const isInbox = (raw: string): boolean => raw.toUpperCase() === 'INBOX'

/** Nothing that would end the line or the string that it stands in. */
const canBeNamed = (raw: string): boolean => !/[\0\r\n]/.test(raw)

const textOf = (value: Value | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

const readBig = (value: unknown): bigint | undefined =>
  typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined

function readStatus(items: readonly Value[]): FolderStatus | undefined {
  const told = new Map<string, Value | undefined>()
  for (let at = 0; at + 1 < items.length; at += 2)
    told.set(String(textOf(items[at])).toUpperCase(), items[at + 1])
  const messages = readNumber(told.get('MESSAGES'))
  if (messages === undefined) return undefined
  return {
    messages,
    uidNext: readNumber(told.get('UIDNEXT')),
    uidValidity: readNumber(told.get('UIDVALIDITY')),
    highestModseq: readBig(told.get('HIGHESTMODSEQ')),
    sizeBytes: Number(readBig(told.get('SIZE')) ?? NaN) || undefined,
  }
}

/** A text of its own: a part of a line would keep the whole line in memory. */
const own = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** What most folders have in common is kept once. */
const delimiters = new Map<string, string>()
const delimiterOf = (value: Value | undefined): string | undefined => {
  const text = textOf(value)
  if (text === undefined || text === '') return undefined
  if (text.length === 1 && !delimiters.has(text)) delimiters.set(text, own(text))
  return delimiters.get(text) ?? own(text)
}

/**
 * Every folder that `LIST "" "*"` shows, and those of the account's own namespaces (RFC 2342) that it does not show. INBOX is
 * there always.
 * @throws LineFault; CommandRefused; AppError `mailbox-too-much`
 */
export async function listFolders(
  line: ImapLine,
  capabilities: ReadonlySet<string>,
  limits: ReadingLimits,
  host: string,
): Promise<readonly ListedFolder[]> {
  const found = new Map<string, Found>()
  const items = ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY']
  if (capabilities.has('CONDSTORE') || capabilities.has('QRESYNC')) items.push('HIGHESTMODSEQ')
  if (capabilities.has('STATUS=SIZE')) items.push('SIZE')

  const entry = (raw: string): Found => {
    const key = isInbox(raw) ? 'INBOX' : raw
    const known = found.get(key)
    if (known) return known
    if (found.size >= limits.folders)
      throw new AppError('mailbox-too-much', { host, what: `${limits.folders} folders` })
    const made: Found = {
      raw: undefined,
      delimiter: undefined,
      specialUse: undefined,
      canBeRead: true,
      status: undefined,
    }
    found.set(own(key), made)
    return made
  }
  const hear: OnUntagged = ({ kind, values }) => {
    if (kind === 'STATUS') {
      const raw = textOf(values[0])
      const status = Array.isArray(values[1]) ? readStatus(values[1]) : undefined
      if (raw === undefined || !status) return false
      const one = entry(raw)
      const isNews = one.status === undefined
      one.status ??= status
      return isNews
    }
    if (kind !== 'LIST') return false
    const [attributes, delimiter, name] = values
    const raw = textOf(name)
    if (!Array.isArray(attributes) || raw === undefined)
      throw new LineFault('not-understood', 'a folder without a name')
    const one = entry(raw)
    if (one.raw !== undefined) return false
    const words = attributes.map(word => String(textOf(word as Value)).toLowerCase())
    one.raw = own(raw)
    one.delimiter = delimiterOf(delimiter)
    one.specialUse = specialUses.find(use => words.includes(use.toLowerCase()))
    one.canBeRead = !words.includes('\\noselect') && !words.includes('\\nonexistent')
    return true
  }

  const returns = [
    ...(capabilities.has('SPECIAL-USE') && capabilities.has('LIST-EXTENDED')
      ? ['SPECIAL-USE']
      : []),
    ...(capabilities.has('LIST-STATUS') ? [`STATUS (${items.join(' ')})`] : []),
  ]
  const ending = returns.length === 0 ? '' : ` RETURN (${returns.join(' ')})`
  const list = (pattern: string): Promise<string> =>
    line.command(`LIST "" ${quote(pattern)}${ending}`, hear)

  const prefixes: string[] = []
  const hearNamespace: OnUntagged = ({ kind, values }) => {
    if (kind !== 'NAMESPACE') return false
    const own = Array.isArray(values[0]) ? (values[0] as readonly Value[]) : []
    for (const one of own) {
      const prefix = Array.isArray(one) ? textOf((one as readonly Value[])[0]) : undefined
      if (prefix && prefixes.length < 20 && canBeNamed(prefix)) prefixes.push(prefix)
    }
    return true
  }
  const wholeList = list('*')
  if (capabilities.has('NAMESPACE'))
    await line.command('NAMESPACE', hearNamespace).catch((error: unknown) => {
      if (!(error instanceof CommandRefused)) throw error
    })
  await wholeList
  for (const prefix of prefixes)
    if (![...found.values()].some(({ raw }) => raw?.startsWith(prefix))) await list(`${prefix}*`)
  entry('INBOX').raw ??= 'INBOX'

  if (!capabilities.has('LIST-STATUS')) {
    const asked: Promise<unknown>[] = []
    for (const { raw, canBeRead } of found.values()) {
      if (raw === undefined || !canBeRead) continue
      const answer = line.command(`STATUS ${quote(raw)} (${items.join(' ')})`, hear)
      asked.push(
        answer.catch((error: unknown) => {
          if (!(error instanceof CommandRefused)) throw error // it is tried again when it is opened
        }),
      )
      if (asked.length >= window) await asked.shift()
    }
    await Promise.all(asked)
  }

  // Two names never become one path: of those that would, the later one keeps the name as the server writes it.
  const taken = new Set<string>()
  const folders: ListedFolder[] = []
  for (const { raw, ...rest } of found.values()) {
    if (raw === undefined) continue
    const path = isInbox(raw) ? 'INBOX' : decodeName(raw)
    const ownPath = taken.has(path) ? raw : path
    taken.add(ownPath)
    folders.push({ ...rest, raw, path: ownPath })
  }
  return folders
}
