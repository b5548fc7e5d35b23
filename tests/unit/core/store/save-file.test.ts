import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { beginSavedFile } from '../../../../src/core/store/save-file.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

test('a saved file is there whole, for its owner alone, with nothing beside it', async () => {
  const folder = await tempFolder()
  const path = join(folder, 'mail.log')
  writeFileSync(path, 'older')
  const file = await beginSavedFile(path)
  await file.write('one ü\n')
  expect(readFileSync(path, 'utf8')).toBe('older')
  await file.write('two\n')
  expect(await file.commit()).toBe(11)
  expect(readFileSync(path, 'utf8')).toBe('one ü\ntwo\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['mail.log'])
})

test('a file that is taken back leaves what was there', async () => {
  const folder = await tempFolder()
  const path = join(folder, 'mail.log')
  writeFileSync(path, 'older')
  const file = await beginSavedFile(path)
  await file.write('half')
  await file.discard()
  expect(readFileSync(path, 'utf8')).toBe('older')
  expect(readdirSync(folder)).toEqual(['mail.log'])
})

test('a place that cannot be written is named', async () => {
  const folder = await tempFolder()
  const there = join(folder, 'a folder')
  mkdirSync(there)
  await expect(beginSavedFile(join(folder, 'missing', 'mail.log'))).rejects.toMatchObject({
    code: 'file-not-writable',
    params: { file: join(folder, 'missing', 'mail.log') },
  })
  const file = await beginSavedFile(there)
  await expect(file.commit()).rejects.toMatchObject({ code: 'file-not-writable' })
})
