/** The facts of the journal, one a line, each with a checksum that covers all lines before it. */
// eslint-disable-next-line n/no-unsupported-features/node-builtins -- in Node 20 since 20.15
import { crc32 } from 'node:zlib'
import type { AccountFact } from './archive-store.ts'

/** The facts; docs/archive-format.md says what each means. Keys are never given another meaning. */
export type Fact =
  | {
      readonly is: 'journal'
      readonly format: string
      readonly version: number
      readonly account: AccountFact
    }
  | { readonly is: 'run'; readonly run: number; readonly at: string; readonly by: string }
  | { readonly is: 'end'; readonly run: number; readonly at: string; readonly complete: boolean }
  | {
      readonly is: 'folder'
      readonly folder: number
      readonly path: string
      readonly delimiter?: string | undefined
      readonly use?: string | undefined
      readonly validity: number
    }
  | { readonly is: 'folder-gone'; readonly folder: number }
  | {
      readonly is: 'read'
      readonly folder: number
      readonly exists: number
      readonly next?: number | undefined
      readonly modseq?: string | undefined
    }
  | BodyFact
  | {
      readonly is: 'message'
      readonly folder: number
      readonly uid: number
      readonly hash: string
      readonly size: number
      readonly date: string
      readonly flags: readonly string[]
      readonly guid?: string | undefined
      readonly id?: string | undefined
      readonly unproven?: boolean | undefined
    }
  | {
      readonly is: 'flags'
      readonly folder: number
      readonly uid: number
      readonly flags: readonly string[]
    }
  | { readonly is: 'gone'; readonly folder: number; readonly uids: readonly number[] }
  | {
      readonly is: 'failed'
      readonly folder: number
      readonly uid: number
      readonly subject?: string | undefined
      readonly reason: string
    }
  | { readonly is: 'damaged'; readonly hash: string }
  | { readonly is: 'drop'; readonly before: number }
  | { readonly is: 'forget'; readonly hash: string }
  | { readonly is: 'commit'; readonly ends: Readonly<Record<string, number>> }

export interface BodyFact {
  readonly is: 'body'
  readonly hash: string
  readonly size: number
  readonly segment: number
  readonly at: number
  readonly length: number
  readonly quoted: boolean
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0')

/** One line, and the checksum that the next one goes on from. */
export function writeLine(
  fact: Fact,
  before: number,
): { readonly line: string; readonly sum: number } {
  const text = JSON.stringify(fact)
  const sum = crc32(text, before)
  return { line: `${hex(sum)} ${text}\n`, sum }
}

/** A line without its line end; nothing when it is not what was written. `sum` is what the line says, so that the lines behind a bad one can still be judged. */
export function readLine(
  line: Buffer,
  before: number,
): { readonly fact: Fact | undefined; readonly sum: number } {
  const said = /^[0-9a-f]{8} /.exec(line.toString('latin1', 0, 9))?.[0]
  const sum = said === undefined ? before : Number.parseInt(said, 16)
  const text = line.subarray(9)
  if (said === undefined || crc32(text, before) !== sum) return { fact: undefined, sum }
  return { fact: JSON.parse(text.toString('utf8')) as Fact, sum } // the checksum says that it is what was written
}
