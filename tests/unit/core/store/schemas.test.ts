/** Data folders of the past: each schema that was ever shipped is frozen in a file of `schemas/`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../../src/core/app.ts'
import { createDatabase, type Database } from '../../../../src/core/store/database.ts'
import { findDriver } from '../../../../src/core/store/drivers.ts'
import { migrations } from '../../../../src/core/store/migrations.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { testPlatform } from '../../../support/test-platform.ts'

const clock = { now: () => Date.UTC(2026, 10, 23) }
const folder = join(import.meta.dirname, 'schemas')
const files = readdirSync(folder).sort()

async function databaseOf(sql: string): Promise<string> {
  const file = join(await tempFolder(), 'postern.db')
  const db = createDatabase(file, (await findDriver())(file))
  db.exec(sql)
  db.close()
  return file
}

/** Tables and indexes with their columns, however they were written. */
const schemaOf = (db: Database): unknown =>
  db
    .all("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .map(({ type, name, sql }) => [type, name, String(sql).replaceAll(/\s+/g, ' ')])

const rowsOf = (db: Database): Record<string, unknown> =>
  Object.fromEntries(
    db
      .all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .map(({ name }) => [
        String(name),
        db.all(`SELECT * FROM ${String(name)}`).map(row => ({ ...row })),
      ]),
  )

test('N10c the frozen schemas are numbered from 1 without a gap', () => {
  expect(files).toEqual(files.map((_, index) => `v${index + 1}.sql`))
  expect(files.length).toBeLessThanOrEqual(migrations.length)
})

describe.each(files)('N10c a data folder of %s', name => {
  const sql = readFileSync(join(folder, name), 'utf8')
  const version = Number(/\d+/.exec(name)?.[0])

  test('N10c is what the shipped steps up to there make: none of them was changed since', async () => {
    const old = await databaseOf(sql)
    const fresh = join(await tempFolder(), 'postern.db')
    const made = await openStore(fresh, { clock, migrations: migrations.slice(0, version) })
    const kept = createDatabase(old, (await findDriver())(old))
    expect(schemaOf(kept)).toEqual(schemaOf(made.db))
    kept.close()
    made.db.close()
  })

  test('N10c opens today: same schema as a new one, every row kept, a copy from before beside it', async () => {
    const file = await databaseOf(sql)
    const before = createDatabase(file, (await findDriver())(file))
    const rows = rowsOf(before)
    before.close()
    const { db } = await openStore(file, { clock })
    const fresh = await openStore(join(await tempFolder(), 'postern.db'), { clock })
    expect(schemaOf(db)).toEqual(schemaOf(fresh.db))
    expect(rowsOf(db)).toMatchObject(rows)
    db.close()
    fresh.db.close()
    const copies = readdirSync(join(file, '..')).filter(one =>
      one.startsWith(`postern.db.v${version}-`),
    )
    expect(copies).toHaveLength(version < migrations.length ? 1 : 0)
  })

  test('N10c the app itself takes it: settings and servers are there', async () => {
    const file = await databaseOf(sql)
    const app = await createApp(testPlatform(join(file, '..')))
    const settings = await app.dispatch('settings.get', undefined)
    const servers = await app.dispatch('servers.list', undefined)
    await app.close()
    expect(settings).toMatchObject({ ok: true, value: { theme: 'dark' } })
    expect(servers).toMatchObject({ ok: true, value: [{ name: 'home', host: 'home.example.org' }] })
  })
})

test('N10c the app refuses a folder of a later version with words, and changes not one byte of it', async () => {
  const sql = readFileSync(join(folder, files.at(-1)!), 'utf8')
  const file = await databaseOf(`${sql}\nPRAGMA user_version = ${migrations.length + 1};`)
  const bytes = readFileSync(file)
  writeFileSync(`${file}.beside`, 'untouched')
  await expect(createApp(testPlatform(join(file, '..')))).rejects.toMatchObject({
    code: 'store-newer',
    params: { found: migrations.length + 1, known: migrations.length },
  })
  expect(readFileSync(file).equals(bytes)).toBe(true)
})
