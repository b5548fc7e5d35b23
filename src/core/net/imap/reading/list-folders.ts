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
  readonly raw: string
  readonly delimiter: string | undefined
  readonly attributes: readonly string[]
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

const keyOf = (raw: string): string => (isInbox(raw) ? 'INBOX' : raw)

/** Two names never become one path: of those that would, the later one keeps the name as the server writes it. */
function pathsOf(found: ReadonlyMap<string, Found>): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const paths = new Map<string, string>()
  for (const [key, { raw }] of found) {
    const path = isInbox(raw) ? 'INBOX' : decodeName(raw)
    const own = taken.has(path) ? raw : path
    taken.add(own)
    paths.set(key, own)
  }
  return paths
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
  const told = new Map<string, FolderStatus>()
  const items = ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY']
  if (capabilities.has('CONDSTORE') || capabilities.has('QRESYNC')) items.push('HIGHESTMODSEQ')
  if (capabilities.has('STATUS=SIZE')) items.push('SIZE')

  const hear: OnUntagged = ({ kind, values }) => {
    if (kind === 'STATUS') {
      const raw = textOf(values[0])
      const status = Array.isArray(values[1]) ? readStatus(values[1]) : undefined
      if (raw !== undefined && status) told.set(keyOf(raw), status)
      return true
    }
    if (kind !== 'LIST') return false
    const [attributes, delimiter, name] = values
    const raw = textOf(name)
    if (!Array.isArray(attributes) || raw === undefined)
      throw new LineFault('not-understood', 'a folder without a name')
    if (found.has(keyOf(raw))) return false
    if (found.size >= limits.folders)
      throw new AppError('mailbox-too-much', { host, what: `${limits.folders} folders` })
    found.set(keyOf(raw), {
      raw,
      delimiter: textOf(delimiter) || undefined,
      attributes: attributes.map(one => String(textOf(one as Value)).toLowerCase()),
    })
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
  const listed = list('*')
  if (capabilities.has('NAMESPACE'))
    await line.command('NAMESPACE', hearNamespace).catch((error: unknown) => {
      if (!(error instanceof CommandRefused)) throw error
    })
  await listed
  for (const prefix of prefixes)
    if (![...found.values()].some(({ raw }) => raw.startsWith(prefix))) await list(`${prefix}*`)
  if (!found.has('INBOX'))
    found.set('INBOX', { raw: 'INBOX', delimiter: undefined, attributes: [] })

  const canBeRead = ({ attributes }: Found): boolean =>
    !attributes.includes('\\noselect') && !attributes.includes('\\nonexistent')
  if (!capabilities.has('LIST-STATUS')) {
    const asked: Promise<unknown>[] = []
    for (const one of found.values()) {
      if (!canBeRead(one) || !canBeNamed(one.raw)) continue
      const answer = line.command(`STATUS ${quote(one.raw)} (${items.join(' ')})`, hear)
      asked.push(
        answer.catch((error: unknown) => {
          if (!(error instanceof CommandRefused)) throw error // it is tried again when it is opened
        }),
      )
      if (asked.length >= window) await asked.shift()
    }
    await Promise.all(asked)
  }

  const paths = pathsOf(found)
  return [...found].map(([key, one]) => {
    const use = specialUses.find(name => one.attributes.includes(name.toLowerCase()))
    return {
      raw: one.raw,
      path: paths.get(key)!,
      delimiter: one.delimiter,
      specialUse: use,
      canBeRead: canBeRead(one),
      status: told.get(key),
    }
  })
}
