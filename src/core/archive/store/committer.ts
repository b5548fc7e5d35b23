/** Group commit: message bytes reach the disk first, then the journal's word about them, then the catalogue. */
import type { Catalogue } from './catalogue.ts'
import type { JournalWriter } from './journal-file.ts'
import type { BodyFact, Fact } from './journal-lines.ts'
import { groupBytes, groupFacts } from './layout.ts'
import type { Segments } from './segments.ts'

export interface Committer {
  add(fact: Fact): void
  addBody(fact: BodyFact): void
  /** Bodies with their sizes, and X-GUIDs with their bodies, that are not in the catalogue yet. */
  readonly pendingBodies: ReadonlyMap<string, number>
  readonly pendingGuids: ReadonlyMap<string, string>
  /** All that was added so far is on the disk. */
  flush(): Promise<void>
  /** Flushes, and closes with an empty group: then even the last one with something in it has another behind it. */
  seal(): Promise<void>
  /** What a writer of bytes has to wait for. */
  breath(): Promise<void> | undefined
  /** Why nothing more is taken. */
  readonly broken: Error | undefined
  /** From now on nothing is taken. Answers why. */
  breakWith(error: unknown): Error
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error))

interface Pending {
  facts: Fact[]
  readonly bodies: string[]
  readonly guids: string[]
  bytes: number
}

const nothing = (): Pending => ({ facts: [], bodies: [], guids: [], bytes: 0 })

export function createCommitter(deps: {
  readonly segments: Segments
  readonly journal: JournalWriter
  readonly catalogue: Catalogue
  /** @throws when the archive's folder is no longer where it was */
  readonly checkPlace: () => void
  readonly translate: (error: unknown) => unknown
}): Committer {
  const pendingBodies = new Map<string, number>()
  const pendingGuids = new Map<string, string>()
  let pending = nothing()
  let broken: Error | undefined
  let running: Promise<void> | undefined
  const breakWith = (error: unknown): Error => {
    broken ??= asError(deps.translate(error))
    return broken
  }

  const commit = async (isEmptyToo: boolean) => {
    const group = pending
    pending = nothing()
    if (group.facts.length === 0 && !isEmptyToo) return
    const { ends, safe } = deps.segments.settle()
    await safe
    const written = await deps.journal.append(group.facts, ends)
    deps.checkPlace()
    deps.catalogue.apply(written)
    for (const hash of group.bodies) pendingBodies.delete(hash)
    for (const guid of group.guids) pendingGuids.delete(guid)
  }
  const flush = async (isEmptyToo = false): Promise<void> => {
    // Facts that came while a group was on its way make the next one.
    while (running) await running
    if (broken) throw broken
    running = commit(isEmptyToo)
      .catch((error: unknown) => void breakWith(error))
      .finally(() => {
        running = undefined
      })
    await running
    throwBroken()
  }
  const throwBroken = () => {
    if (broken) throw broken
  }
  const flushWhenDue = () => {
    const isDue = pending.bytes >= groupBytes || pending.facts.length >= groupFacts
    // Its failure is kept in `broken` and thrown by whoever comes next.
    if (isDue && !running && !broken) flush().catch(breakWith)
  }
  return {
    pendingBodies,
    pendingGuids,
    get broken() {
      return broken
    },
    breakWith,
    add(fact) {
      throwBroken()
      pending.facts.push(fact)
      if (fact.is === 'message' && fact.guid !== undefined && !pendingGuids.has(fact.guid)) {
        pendingGuids.set(fact.guid, fact.hash)
        pending.guids.push(fact.guid)
      }
      flushWhenDue()
    },
    addBody(fact) {
      throwBroken()
      pending.facts.push(fact)
      pending.bodies.push(fact.hash)
      pending.bytes += fact.length
      pendingBodies.set(fact.hash, fact.size)
      flushWhenDue()
    },
    flush: () => flush(),
    async seal() {
      await flush()
      await flush(true)
    },
    breath: () => (running && pending.bytes >= groupBytes ? running : undefined),
  }
}
