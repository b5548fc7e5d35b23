/** One run over a mailbox: what it tells becomes facts of the journal. */
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../platform.ts'
import { hashBytes } from './apply-facts.ts'
import type { ArchiveRun, BodyHash, NewPlace, RunSummary } from './archive-store.ts'
import { beginBody } from './body-writer.ts'
import { failuresOf, hasBody } from './catalogue-reading.ts'
import type { Committer } from './committer.ts'
import { countFolder, now } from './counting.ts'
import { createKnownFolders } from './known-folders.ts'
import { likeness } from './likeness.ts'
import { placedMap } from './placed-map.ts'
import { createSeenBodies } from './seen-bodies.ts'
import type { Segments } from './segments.ts'

/** UIDs in one line of the journal. */
const uidsInLine = 1000

export interface RunParts {
  readonly clock: Clock
  readonly who: string
  readonly db: Database
  readonly committer: Committer
  readonly segments: Segments
  readonly close: () => void
}

const toHex = (value: unknown): string | undefined =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : undefined

const uidsOf = (db: Database, sql: string, folder: number): number[] =>
  db.all(sql, folder).map(row => Number(row['uid']))

/** Begins the next snapshot. */
export function createRun({ clock, who, db, committer, segments, close }: RunParts): ArchiveRun {
  const stamp = () => new Date(clock.now()).toISOString()
  const snapshot = Number(db.get('SELECT max(id) AS newest FROM snapshot')?.['newest'] ?? 0) + 1
  const counts = { added: 0, recognised: 0, flagsChanged: 0, gone: 0, failed: 0, bytes: 0 }
  committer.add({ is: 'run', run: snapshot, at: stamp(), by: who })
  const known = createKnownFolders(db, fact => committer.add(fact))
  let canRecognise = false
  let isClosed = false

  const guard = <T>(work: () => T): T => {
    if (committer.broken) throw committer.broken
    try {
      return work()
    } catch (error) {
      throw committer.breakWith(error)
    }
  }
  const seen = createSeenBodies(db.get('SELECT 1 FROM body LIMIT 1') === undefined)
  const isHere = (hash: BodyHash) =>
    seen.mayHave(hash) && (committer.pendingBodies.has(hash) || hasBody(db, hash))
  const sizeOf = (body: NewPlace['body']): number => {
    if (typeof body !== 'string') return body.size
    const size =
      committer.pendingBodies.get(body) ??
      db.get('SELECT size FROM body WHERE hash = ?', hashBytes(body))?.['size']
    if (size === undefined) throw new Error(`no body ${body} is here`)
    return Number(size)
  }
  // A first reading asks for nothing: it places behind the last UID that is here.
  const lastUids = new Map<number, number>()
  const lastUid = (folder: number): number => {
    const last =
      lastUids.get(folder) ??
      Number(db.get('SELECT max(uid) AS n FROM place WHERE folder = ?', folder)?.['n'] ?? 0)
    lastUids.set(folder, last)
    return last
  }
  const living = (folder: number, uid: number): string | undefined => {
    if (uid > lastUid(folder)) return undefined
    return toHex(
      db.get(
        `SELECT b.hash FROM place p JOIN body b ON b.id = p.body
         WHERE p.folder = ? AND p.uid = ? AND p.until IS NULL`,
        ...[folder, uid],
      )?.['hash'],
    )
  }
  const summary = (): RunSummary => ({
    snapshot,
    ...counts,
    folders: known.all().map(folder => countFolder(db, folder, now)),
  })
  const closeOnce = () => {
    if (!isClosed) close()
    isClosed = true
  }
  const end = async (complete: boolean) => {
    committer.add({ is: 'end', run: snapshot, at: stamp(), complete })
    await committer.seal()
  }

  return {
    snapshot,
    folders: () => known.all(),
    beginFolder: fact => known.begin(fact),
    placed: folder => placedMap(db, folder),
    owed: folder => [
      ...new Set([
        ...failuresOf(db, folder).map(({ uid }) => uid),
        ...uidsOf(
          db,
          `SELECT p.uid FROM place p JOIN body b ON b.id = p.body
           WHERE p.folder = ? AND p.until IS NULL AND (b.segment IS NULL OR b.is_damaged = 1)`,
          folder,
        ),
      ]),
    ],
    unproven: folder =>
      uidsOf(
        db,
        'SELECT uid FROM place WHERE folder = ? AND until IS NULL AND is_unproven = 1',
        folder,
      ),
    recognise(folder, key) {
      // Made when it is first needed: few archives ever see their server number messages anew.
      if (!canRecognise) db.exec('CREATE INDEX IF NOT EXISTS place_by_likeness ON place (likeness)')
      canRecognise = true
      const candidates = db.all(
        `SELECT DISTINCT b.hash FROM place p JOIN body b ON b.id = p.body JOIN folder f ON f.id = p.folder
         WHERE p.likeness = ? AND f.path = ? AND f.id <> ? AND b.size = ? AND b.segment IS NOT NULL AND b.is_damaged = 0
         LIMIT 2`,
        ...[likeness(key), known.byId(folder).path, folder, key.size],
      )
      return candidates.length === 1 ? toHex(candidates[0]?.['hash']) : undefined
    },
    knownGuid(guid) {
      const pending = committer.pendingGuids.get(guid)
      if (pending !== undefined) return pending
      const row = db.get(
        `SELECT b.hash FROM guid g JOIN body b ON b.id = g.body
         WHERE g.guid = ? AND b.segment IS NOT NULL AND b.is_damaged = 0`,
        guid,
      )
      return toHex(row?.['hash'])
    },
    body: size =>
      beginBody(size, {
        segments,
        now: () => clock.now(),
        isHere,
        guard,
        breath: () => committer.breath(),
        onBody(fact) {
          counts.bytes += fact.size
          seen.add(fact.hash)
          committer.addBody(fact)
        },
      }),
    place(folder, message) {
      const { uid, body, flags, internalDate, guid, messageId, isUnproven } = message
      const hash = typeof body === 'string' ? body : body.hash
      if (isUnproven) counts.recognised += 1
      else if (living(folder, uid) !== hash) counts.added += 1
      committer.add({
        ...{ is: 'message', folder, uid, hash, size: sizeOf(body), date: internalDate, flags },
        ...{ guid, id: messageId, unproven: isUnproven === true ? true : undefined },
      })
    },
    flags(folder, uid, flags) {
      counts.flagsChanged += 1
      committer.add({ is: 'flags', folder, uid, flags })
    },
    gone(folder, uids) {
      counts.gone += uids.length
      for (let at = 0; at < uids.length; at += uidsInLine)
        committer.add({ is: 'gone', folder, uids: uids.slice(at, at + uidsInLine) })
    },
    folderGone: folder => known.gone(folder),
    failed(folder, { uid, subject, reason }) {
      counts.failed += 1
      committer.add({ is: 'failed', folder, uid, subject, reason })
    },
    endFolder: (folder, state) => known.end(folder, state),
    durable: () => committer.flush(),
    async finish() {
      try {
        await end(true)
        return summary()
      } finally {
        closeOnce()
      }
    },
    async abandon() {
      if (isClosed) return
      try {
        await end(false)
      } catch {
        // The run was broken by its disk, and whoever wrote was told. What is on the disk opens again.
      }
      closeOnce()
    },
  }
}
