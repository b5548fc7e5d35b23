/** Writes the facts of the journal into the catalogue. The same facts give the same catalogue, in any grouping. */
import type { Database } from '../../store/database.ts'
import type { Fact } from './journal-lines.ts'
import { likeness } from './likeness.ts'

type Of<K extends Fact['is']> = Extract<Fact, { is: K }>

export const hashBytes = (hash: string): Buffer => Buffer.from(hash, 'hex')

/** Folders that had ended by a snapshot. */
export const endedFolders = `(SELECT folder, max(until) AS ended FROM folder_life
  GROUP BY folder HAVING count(*) = count(until) AND max(until) <= ?)`

/** IMAP's flags are atoms: no blank is in them (RFC 9051, 9). */
export const flagText = (flags: readonly string[]): string => flags.join(' ')

/** What applying remembers between facts, so that SQLite is asked once. */
interface Applying {
  readonly db: Database
  run: number
  /** The ids of bodies that came just now. */
  readonly bodies: Map<string, number>
  lastBody: number
  /** The last UID that was ever placed in a folder: nothing lives behind it. */
  readonly lastUids: Map<number, number>
  hasFailures: boolean
}

function bodyId(applying: Applying, hash: string, size: number): number {
  const { db, bodies } = applying
  const justNow = bodies.get(hash)
  if (justNow !== undefined) return justNow
  const bytes = hashBytes(hash)
  const known = db.get('SELECT id FROM body WHERE hash = ?', bytes)
  if (known) return Number(known['id'])
  // Its line in the journal is damaged: the place is known, the bytes are not.
  applying.lastBody += 1
  db.run('INSERT INTO body (id, hash, size) VALUES (?, ?, ?)', applying.lastBody, bytes, size)
  return applying.lastBody
}

function applyBody(applying: Applying, fact: Of<'body'>): void {
  const { db, bodies } = applying
  const bytes = hashBytes(fact.hash)
  const place = [fact.segment, fact.at, fact.length, Number(fact.quoted)]
  const { changes } = db.run(
    `INSERT OR IGNORE INTO body (id, hash, size, segment, at, length, is_quoted) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[applying.lastBody + 1, bytes, fact.size, ...place],
  )
  if (changes === 1) {
    applying.lastBody += 1
    bodies.set(fact.hash, applying.lastBody)
    return
  }
  db.run(
    'UPDATE body SET segment = ?, at = ?, length = ?, is_quoted = ?, is_damaged = 0 WHERE hash = ?',
    ...[...place, bytes],
  )
}

function applyFolder({ db, run }: Applying, fact: Of<'folder'>): void {
  db.run(
    `UPDATE folder_life SET until = ? WHERE until IS NULL AND folder IN (SELECT id FROM folder WHERE path = ? AND id <> ?)`,
    ...[run, fact.path, fact.folder],
  )
  db.run(
    `INSERT INTO folder (id, path, delimiter, special_use, uid_validity) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET delimiter = excluded.delimiter, special_use = excluded.special_use`,
    ...[fact.folder, fact.path, fact.delimiter ?? null, fact.use ?? null, fact.validity],
  )
  const isLiving = db.get(
    'SELECT 1 FROM folder_life WHERE folder = ? AND until IS NULL',
    fact.folder,
  )
  if (isLiving) return
  db.run(
    'INSERT INTO folder_life (folder, since) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = NULL',
    ...[fact.folder, run],
  )
}

function setFlags({ db, run }: Applying, fact: Of<'flags'>): void {
  const { folder, uid } = fact
  const live = db.get(
    'SELECT since, flags FROM place WHERE folder = ? AND uid = ? AND until IS NULL',
    ...[folder, uid],
  )
  const flags = flagText(fact.flags)
  if (!live || live['flags'] === flags) return
  if (Number(live['since']) < run)
    db.run('INSERT OR IGNORE INTO flags_was VALUES (?, ?, ?, ?)', folder, uid, run, live['flags']!)
  db.run(
    'UPDATE place SET flags = ? WHERE folder = ? AND uid = ? AND until IS NULL',
    ...[flags, folder, uid],
  )
}

function forgetFailure({ db, hasFailures }: Applying, folder: number, uid: number): void {
  if (hasFailures) db.run('DELETE FROM failure WHERE folder = ? AND uid = ?', folder, uid)
}

function endPlace(applying: Applying, folder: number, uid: number): void {
  const { db, run } = applying
  db.run(
    'UPDATE place SET until = ? WHERE folder = ? AND uid = ? AND until IS NULL',
    ...[run, folder, uid],
  )
  forgetFailure(applying, folder, uid)
}

function livingBody(applying: Applying, folder: number, uid: number): number | undefined {
  const { db, lastUids } = applying
  const last =
    lastUids.get(folder) ??
    Number(db.get('SELECT max(uid) AS n FROM place WHERE folder = ?', folder)?.['n'] ?? 0)
  lastUids.set(folder, Math.max(last, uid))
  if (uid > last) return undefined
  const live = db.get(
    'SELECT body FROM place WHERE folder = ? AND uid = ? AND until IS NULL',
    ...[folder, uid],
  )
  return live && Number(live['body'])
}

function applyMessage(applying: Applying, fact: Of<'message'>): void {
  const { db, run } = applying
  const { folder, uid, date } = fact
  const body = bodyId(applying, fact.hash, fact.size)
  const live = livingBody(applying, folder, uid)
  const isUnproven = Number(fact.unproven ?? false)
  if (live === body) {
    setFlags(applying, { is: 'flags', folder, uid, flags: fact.flags })
    db.run(
      'UPDATE place SET is_unproven = ? WHERE folder = ? AND uid = ? AND until IS NULL',
      ...[isUnproven, folder, uid],
    )
  } else {
    if (live !== undefined) endPlace(applying, folder, uid)
    const like = likeness({ messageId: fact.id, size: fact.size, internalDate: date })
    db.run(
      `INSERT OR REPLACE INTO place (folder, uid, since, body, internal_date, flags, likeness, is_unproven)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[folder, uid, run, body, date, flagText(fact.flags), like, isUnproven],
    )
  }
  if (fact.guid !== undefined)
    db.run('INSERT OR REPLACE INTO guid (guid, body) VALUES (?, ?)', fact.guid, body)
  forgetFailure(applying, folder, uid)
}

/** History before that snapshot is no longer kept: what had ended by then goes. The numbers of folders stay taken. */
function applyDrop(db: Database, before: number): void {
  db.run('DELETE FROM place WHERE until <= ?', before)
  db.run(`DELETE FROM place WHERE folder IN (SELECT folder FROM ${endedFolders})`, before)
  db.run('DELETE FROM flags_was WHERE until <= ?', before)
  db.run('DELETE FROM snapshot WHERE id < ?', before)
}

function applyForget(db: Database, hash: string): void {
  const bytes = hashBytes(hash)
  db.run('DELETE FROM guid WHERE body = (SELECT id FROM body WHERE hash = ?)', bytes)
  db.run('DELETE FROM body WHERE hash = ?', bytes)
}

function applyOne(applying: Applying, fact: Fact): void {
  const { db, run } = applying
  switch (fact.is) {
    case 'body':
      applyBody(applying, fact)
      return
    case 'message':
      applyMessage(applying, fact)
      return
    case 'flags':
      setFlags(applying, fact)
      return
    case 'gone':
      fact.uids.forEach(uid => endPlace(applying, fact.folder, uid))
      return
    case 'folder':
      applyFolder(applying, fact)
      return
    case 'folder-gone':
      db.run(
        'UPDATE folder_life SET until = ? WHERE folder = ? AND until IS NULL',
        ...[run, fact.folder],
      )
      return
    case 'read':
      db.run(
        'UPDATE folder SET uid_next = ?, highest_modseq = ? WHERE id = ?',
        ...[fact.next ?? null, fact.modseq ?? null, fact.folder],
      )
      db.run('INSERT OR REPLACE INTO reading VALUES (?, ?, ?)', fact.folder, run, fact.exists)
      return
    case 'failed':
      applying.hasFailures = true
      db.run(
        'INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)',
        ...[fact.folder, fact.uid, fact.subject ?? null, fact.reason],
      )
      return
    case 'damaged':
      db.run('UPDATE body SET is_damaged = 1 WHERE hash = ?', hashBytes(fact.hash))
      return
    case 'drop':
      applyDrop(db, fact.before)
      return
    case 'forget':
      applyForget(db, fact.hash)
      return
    case 'run':
      applying.run = fact.run
      db.run(
        'INSERT OR REPLACE INTO snapshot VALUES (?, ?, NULL, ?, 0)',
        ...[fact.run, fact.at, fact.by],
      )
      return
    case 'end':
      db.run(
        'UPDATE snapshot SET ended_at = ?, is_complete = ? WHERE id = ?',
        ...[fact.at, Number(fact.complete), fact.run],
      )
      return
    case 'commit':
      for (const [segment, end] of Object.entries(fact.ends))
        db.run('INSERT OR REPLACE INTO segment VALUES (?, ?)', Number(segment), end)
      return
    case 'journal':
      return
    default:
      fact satisfies never // a kind that a later writer of this version added: not for us
  }
}

// Never the number of one that was forgotten.
const newestBody = `SELECT seq FROM sqlite_sequence WHERE name = 'body'`

/** Applies the facts in order, in the transaction of the caller. Those before the first `run` belong to the newest snapshot. */
export function applyFacts(db: Database, facts: readonly Fact[]): void {
  const newest = db.get('SELECT max(id) AS newest FROM snapshot')?.['newest']
  const applying: Applying = {
    db,
    run: Number(newest ?? 0),
    bodies: new Map(),
    lastBody: Number(db.get(newestBody)?.['seq'] ?? 0),
    lastUids: new Map(),
    hasFailures: db.get('SELECT 1 FROM failure LIMIT 1') !== undefined,
  }
  for (const fact of facts) applyOne(applying, fact)
}
