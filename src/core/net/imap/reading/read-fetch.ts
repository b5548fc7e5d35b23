/** What a FETCH response says about one message. */
import { LineFault } from './line-fault.ts'
import { readNumber } from './number-set.ts'
import type { Untagged } from './response.ts'
import { streamed, type Value } from './values.ts'

export interface Fetched {
  /** Undefined: news about a message that was not asked for, by its number only. */
  readonly uid: number | undefined
  /** Sorted, without `\Recent`, which is about the session and not about the message. */
  readonly flags: readonly string[] | undefined
  /** As the server wrote it. */
  readonly internalDate: string | undefined
  readonly size: number | undefined
  /** What names the bytes of the message in this account: X-GUID, EMAILID (RFC 8474), X-GM-MSGID. */
  readonly guid: string | undefined
  /** The header fields that were asked for, one character a byte. */
  readonly header: string | undefined
  /** `streamed`: it was handed on while it came; null: the server has none; undefined: none in this response. */
  readonly body: string | null | typeof streamed | undefined
}

/** One array for each combination of flags that occurs, however many messages have it. */
const known = new Map<string, readonly string[]>()
const mostKnown = 1000

function readFlags(value: Value | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const flags = (value as readonly Value[])
    .filter((flag): flag is string => typeof flag === 'string' && !/^\\recent$/i.test(flag))
    .sort()
  const key = flags.join(' ')
  const same = known.get(key)
  if (same) return same
  if (known.size >= mostKnown) known.clear()
  known.set(key, flags)
  return flags
}

const readGuid = (value: Value | undefined): string | undefined => {
  const inner: Value | undefined = Array.isArray(value) ? (value as readonly Value[])[0] : value
  return typeof inner === 'string' && inner !== '' ? inner : undefined
}

/** @throws LineFault `not-understood` */
export function readFetch(response: Untagged): Fetched {
  const [items] = response.values
  if (!Array.isArray(items)) throw new LineFault('not-understood', 'a FETCH without a list')
  const list = items as readonly Value[]
  const told: { -readonly [K in keyof Fetched]: Fetched[K] } = {
    uid: undefined,
    flags: undefined,
    internalDate: undefined,
    size: undefined,
    guid: undefined,
    header: undefined,
    body: undefined,
  }
  for (let at = 0; at + 1 < list.length; at += 2) {
    const name = list[at]
    const value = list[at + 1]
    if (typeof name !== 'string')
      throw new LineFault('not-understood', 'a FETCH item without a name')
    const item = name.toUpperCase()
    if (item === 'UID') told.uid = readNumber(value)
    else if (item === 'FLAGS') told.flags = readFlags(value)
    else if (item === 'INTERNALDATE')
      told.internalDate = typeof value === 'string' ? value : undefined
    else if (item === 'RFC822.SIZE') told.size = readNumber(value)
    else if (item === 'X-GUID' || item === 'EMAILID' || item === 'X-GM-MSGID')
      told.guid = readGuid(value)
    else if (item === 'BODY[]') {
      if (typeof value === 'string' || value === null || value === streamed) told.body = value
    } else if (item.startsWith('BODY[HEADER'))
      told.header = typeof value === 'string' ? value : undefined
  }
  return told
}

const field = (name: string): RegExp =>
  new RegExp(`^${name}:[ \\t]*((?:.*(?:\\r?\\n[ \\t])?)*)`, 'im')

/** A field of a header, unfolded and trimmed; undefined when it is not there. */
export function headerField(header: string, name: string): string | undefined {
  const value = field(name).exec(header)?.[1]?.replace(/\r?\n/g, '').trim()
  return value === undefined || value === '' ? undefined : value
}
