/**
 * The lines of Mailu's override file for Postfix by which every delivery begins with TLS (`mailu.md` 1.5, Port 465). Postern's own
 * stand in front, between two comments, and are taken away exactly; all other lines stay as they are, byte for byte.
 */
import { AppError } from '../../shared/errors.ts'

export const overrideName = 'postfix.cf'
/** The line that Postfix is given. */
export const wrapperLine = 'smtp_tls_wrappermode = yes'

const opening =
  '# Postern: the relay wants TLS from the first word. Set together with RELAYHOST, taken away with it.'
/** Said where there was no file: then none stays behind. */
const made = '# Postern: this file was made for it.'
const closing = '# Postern: end'
const block = (isMade: boolean): string =>
  [opening, ...(isMade ? [made] : []), wrapperLine, closing, ''].join('\n')

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')

interface Cut {
  readonly rest: string
  /** What of it is Postern's. */
  readonly block?: 'made' | 'added'
}

/** The text without Postern's lines. */
function cut(text: string): Cut {
  for (const kind of ['made', 'added'] as const) {
    const own = block(kind === 'made')
    const at = text.startsWith(own) ? 0 : text.indexOf(`\n${own}`) + 1
    if (at > 0 || text.startsWith(own))
      return { rest: text.slice(0, at) + text.slice(at + own.length), block: kind }
  }
  return { rest: text }
}

export interface OwnLine {
  readonly line: number
  readonly value: string
}

/** What the person's own lines say; the last one counts, as each is given to Postfix in turn. */
export function ownWrapperLine(bytes: Uint8Array | undefined): OwnLine | undefined {
  const { rest } = cut(textOf(bytes ?? new Uint8Array()))
  return rest
    .split('\n')
    .map((text, at) => {
      const value = /^\s*smtp_tls_wrappermode\s*=\s*(\S*)\s*$/.exec(text)?.[1]
      return value === undefined ? undefined : { line: at + 1, value }
    })
    .findLast(own => own !== undefined)
}

/**
 * The file with or without Postern's lines; undefined: no file.
 * @throws AppError `relay-override-own` where a line of the person's own says the opposite
 */
export function editOverride(
  path: string,
  now: Uint8Array | undefined,
  isImplicitTls: boolean,
): Uint8Array | undefined {
  const own = ownWrapperLine(now)
  if (own && (own.value === 'yes') !== isImplicitTls)
    throw new AppError('relay-override-own', { path, ...own })
  const text = textOf(now ?? new Uint8Array())
  const { rest, block: ours } = cut(text)
  if (isImplicitTls) {
    if (own || ours) return now
    return bytesOf(block(now === undefined) + text)
  }
  if (!ours) return now
  return ours === 'made' && rest === '' ? undefined : bytesOf(rest)
}
