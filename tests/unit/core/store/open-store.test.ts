import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createDatabase } from '../../../../src/core/store/database.ts'
import { findDriver, findLibraryDriver } from '../../../../src/core/store/drivers.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const clock = { now: () => 1_795_000_000_000 }
const first = 'CREATE TABLE t (a TEXT)'
const second = 'ALTER TABLE t ADD COLUMN b TEXT'

test('N10c a new store has the newest schema and is private to its user', async () => {
  const file = `${await tempFolder()}/deep/store.db`
  const { db } = await openStore(file, { clock })
  expect(db.all("SELECT name FROM sqlite_master WHERE type = 'table'").length).toBeGreaterThan(3)
  db.close()
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('N10c an older store is copied aside, then migrated, and keeps its rows', async () => {
  const folder = await tempFolder()
  const file = `${folder}/store.db`
  const old = await openStore(file, { clock, migrations: [first] })
  old.db.run('INSERT INTO t (a) VALUES (?)', 'kept')
  old.db.close()
  const { db } = await openStore(file, { clock, migrations: [first, second] })
  expect(db.all('SELECT * FROM t')).toEqual([{ a: 'kept', b: null }])
  db.close()
  const copy = readdirSync(folder).find(name => name.startsWith('store.db.v1-'))
  const { db: before } = await openStore(`${folder}/${copy}`, { clock, migrations: [first] })
  expect(before.all('SELECT * FROM t')).toEqual([{ a: 'kept' }])
  before.close()
})

test('N10c a newer store is refused with words and left as it is', async () => {
  const file = `${await tempFolder()}/store.db`
  const newer = await openStore(file, { clock, migrations: [first, second] })
  newer.db.close()
  const bytes = readFileSync(file)
  await expect(openStore(file, { clock, migrations: [first] })).rejects.toMatchObject({
    code: 'store-newer',
    params: { found: 2, known: 1 },
  })
  expect(readFileSync(file).equals(bytes)).toBe(true)
})

test('a migration that fails leaves the version before it', async () => {
  const file = `${await tempFolder()}/store.db`
  ;(await openStore(file, { clock, migrations: [first] })).db.close()
  await expect(
    openStore(file, { clock, migrations: [first, 'CREATE TABLE u (x); NONSENSE'] }),
  ).rejects.toThrow(/NONSENSE/)
  const { db } = await openStore(file, { clock, migrations: [first] })
  expect(db.all("SELECT name FROM sqlite_master WHERE name = 'u'")).toEqual([])
  db.close()
})

test('a damaged file is moved aside, not overwritten', async () => {
  const file = `${await tempFolder()}/store.db`
  writeFileSync(file, 'this is no database at all, but it is somebody’s bytes'.repeat(100))
  const { db, damagedCopy } = await openStore(file, { clock })
  expect(readFileSync(damagedCopy!, 'utf8')).toContain('somebody')
  db.close()
})

describe.each([
  ['built in', findDriver],
  ['library', findLibraryDriver],
])('the face of SQLite over what is %s', (_name, find) => {
  test('gives back what was put in, and nothing of a failed transaction', async () => {
    const file = `${await tempFolder()}/face.db`
    const db = createDatabase(file, (await find())(file))
    db.exec('CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER, b BLOB)')
    expect(db.run('INSERT INTO t VALUES (?, ?, ?)', 'a', 7, Uint8Array.of(0, 1, 255))).toEqual({
      changes: 1,
    })
    expect(() =>
      db.transaction(() => {
        db.run('INSERT INTO t VALUES (?, ?, ?)', 'b', null, null)
        throw new Error('no')
      }),
    ).toThrow('no')
    const row = db.get('SELECT * FROM t WHERE k = ?', 'a')
    expect({ ...row, b: [...(row!['b'] as Uint8Array)] }).toEqual({ k: 'a', n: 7, b: [0, 1, 255] })
    const byBytes = db.all('SELECT b FROM t WHERE b = ?', Uint8Array.of(0, 1, 255))
    expect(byBytes.map(({ b }) => [...(b as Uint8Array)])).toEqual([[0, 1, 255]])
    expect([db.get('SELECT * FROM t WHERE k = ?', 'b'), db.all('SELECT k FROM t')]).toEqual([
      undefined,
      [{ k: 'a' }],
    ])
    db.close()
  })
})
