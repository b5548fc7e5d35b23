import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { SecretBox } from '../../../../src/core/platform.ts'
import type { Database } from '../../../../src/core/store/database.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import type { SecretStore } from '../../../../src/core/store/secret-store.ts'
import { createSecretStore } from '../../../../src/core/store/secret-store.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { reversingBox } from '../../../support/test-platform.ts'

const clock = { now: () => 1_795_000_000_000 }
const over = (db: Database, box: SecretBox): SecretStore =>
  createSecretStore({ db, box, clock, remember: () => undefined })

test('N9a a kept secret comes back, and its text is not in the file', async () => {
  const { db } = await openStore(`${await tempFolder()}/s.db`, { clock })
  await over(db, reversingBox()).put('server:1:password', new Secret('canary-7391'))
  expect((await over(db, reversingBox()).get('server:1:password'))?.reveal()).toBe('canary-7391')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  expect(readFileSync(db.file).includes('canary-7391')).toBe(false)
  db.close()
})

test('N9a what another box sealed is not readable here, and never overwritten', async () => {
  const { db } = await openStore(`${await tempFolder()}/s.db`, { clock })
  await over(db, reversingBox('desktop')).put('x', new Secret('one'))
  const here = over(db, reversingBox('shell'))
  await expect(here.get('x')).rejects.toMatchObject({ code: 'secret-not-readable-here' })
  await here.put('x', new Secret('two'))
  expect((await over(db, reversingBox('desktop')).get('x'))?.reveal()).toBe('one')
  expect((await over(db, reversingBox('shell')).get('x'))?.reveal()).toBe('two')
  db.close()
})

test('N9a without protection a secret lives in memory only', async () => {
  const { db } = await openStore(`${await tempFolder()}/s.db`, { clock })
  const bare: SecretBox = { ...reversingBox(), kind: 'memory' }
  const store = over(db, bare)
  await store.put('x', new Secret('gone'))
  expect((await store.get('x'))?.reveal()).toBe('gone')
  expect(db.all('SELECT * FROM secrets')).toEqual([])
  expect(await over(db, bare).get('x')).toBeUndefined()
  db.close()
})

test('removing forgets everything below a name, and nothing else', async () => {
  const { db } = await openStore(`${await tempFolder()}/s.db`, { clock })
  const store = over(db, reversingBox())
  for (const name of ['server:1:a', 'server:1:b', 'server:10:a'])
    await store.put(name, new Secret('v'))
  store.removeAll('server:1:')
  expect(['server:1:a', 'server:1:b', 'server:10:a'].map(name => store.has(name))).toEqual([
    false,
    false,
    true,
  ])
  db.close()
})
