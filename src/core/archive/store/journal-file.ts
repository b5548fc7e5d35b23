/** The journal: groups of facts, each closed by a `commit`; a group without one never happened. */
import { AppError } from '../../../shared/errors.ts'
import type { AccountFact } from './archive-store.ts'
import type { ArchiveFile } from './files.ts'
import { type Fact, readLine, writeLine } from './journal-lines.ts'
import { formatName, formatVersion } from './layout.ts'

/** Behind a commit: where the next group begins, and the checksum it goes on from. */
export interface JournalPlace {
  readonly at: number
  readonly sum: number
}

export const journalStart: JournalPlace = { at: 0, sum: 0 }

export interface Group {
  readonly facts: readonly Fact[]
  readonly end: JournalPlace
}

interface OpenGroup {
  facts: Fact[]
  bad: number[]
  commit: JournalPlace | undefined
}

const chunkBytes = 2 ** 18
const newline = 0x0a

function* linesOf(file: ArchiveFile, from: number): Generator<{ line: Buffer; end: number }> {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let rest: Buffer = Buffer.alloc(0)
  let end = from
  for (let at = from; ;) {
    const count = file.read(chunk, at)
    if (count === 0) return
    at += count
    const text = Buffer.concat([rest, chunk.subarray(0, count)])
    let start = 0
    for (let stop = text.indexOf(newline); stop >= 0; stop = text.indexOf(newline, start)) {
      end += stop + 1 - start
      yield { line: text.subarray(start, stop), end }
      start = stop + 1
    }
    rest = text.subarray(start)
  }
}

/**
 * Gives each whole group in order, from `from` on, and ends with the place behind the last of them.
 * A bad line in the last group is what a power cut left: that group never happened. One before it is damage: the line is left
 * out and told to `onBad` by its number behind `from`, counted from 1.
 */
export function* readGroups(
  file: ArchiveFile,
  from: JournalPlace,
  onBad: (line: number) => void = () => undefined,
): Generator<Group, JournalPlace> {
  const fresh = (): OpenGroup => ({ facts: [], bad: [], commit: undefined })
  let last = from
  let sum = from.sum
  let count = 0
  let suspect: OpenGroup | undefined
  let group = fresh()
  for (const { line, end } of linesOf(file, from.at)) {
    count += 1
    const read = readLine(line, sum)
    sum = read.sum
    if (!read.fact) group.bad.push(count)
    else group.facts.push(read.fact)
    if (read.fact?.is !== 'commit') continue
    group.commit = { at: end, sum }
    if (suspect?.commit) {
      // A group was begun behind it, so it had been on the disk: not torn, but damaged since.
      suspect.bad.forEach(onBad)
      last = suspect.commit
      yield { facts: suspect.facts, end: last }
      suspect = undefined
    }
    if (group.bad.length > 0) suspect = group
    else {
      last = group.commit
      yield { facts: group.facts, end: last }
    }
    group = fresh()
  }
  return last
}

/** Whether the journal still holds what was read of it up to there. */
export function holdsPlace(file: ArchiveFile, { at, sum }: JournalPlace): boolean {
  if (at === 0) return true
  const tail = Buffer.alloc(Math.min(at, 2 ** 16))
  if (file.read(tail, at - tail.length) < tail.length || tail.at(-1) !== newline) return false
  const line = tail.subarray(tail.lastIndexOf(newline, tail.length - 2) + 1)
  return line.toString('latin1', 0, 9) === `${sum.toString(16).padStart(8, '0')} `
}

/** Looks at the first line. @throws AppError `archive-newer`, `archive-unreadable` */
export function checkVersion(file: ArchiveFile, dir: string): void {
  const first = linesOf(file, 0).next()
  const fact = first.done ? undefined : readLine(first.value.line, 0).fact
  // Damage to the first line alone is for verify to tell: the head file has the version too.
  if (fact?.is === 'journal' && fact.version > formatVersion)
    throw new AppError('archive-newer', { dir, found: fact.version, known: formatVersion })
}

/** Appends whole groups; each is on the disk when `append` answers. */
export interface JournalWriter {
  readonly place: JournalPlace
  append(facts: readonly Fact[], ends: Readonly<Record<string, number>>): Promise<Group>
  isThere(): boolean
  close(): void
}

/** Goes on behind `place`; what is torn behind it is cut off. An empty journal gets its first line with its first group. */
export function openJournalWriter(
  file: ArchiveFile,
  from: JournalPlace,
  account: AccountFact,
): JournalWriter {
  if (file.size() > from.at) file.truncate(from.at)
  let place = from
  const head: Fact = { is: 'journal', format: formatName, version: formatVersion, account }
  return {
    get place() {
      return place
    },
    async append(facts, ends) {
      const all: Fact[] = [...(place.at === 0 ? [head] : []), ...facts, { is: 'commit', ends }]
      let { sum } = place
      const text = all.map(fact => {
        const written = writeLine(fact, sum)
        sum = written.sum
        return written.line
      })
      const bytes = Buffer.from(text.join(''))
      file.write(bytes, place.at)
      await file.sync()
      place = { at: place.at + bytes.length, sum }
      return { facts: all, end: place }
    },
    isThere: () => file.isThere(),
    close: () => file.close(),
  }
}
