import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKeyFileBox } from '../../../../src/core/host/key-file-box.ts'

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'postern-key-')), 'data')
const plain = Buffer.from('a secret that is long enough to be searched for')

test('what is sealed opens again after a restart, and the key is only the user’s', async () => {
  const folder = newFolder()
  const sealed = await createKeyFileBox(folder).seal(plain)
  expect(Buffer.from(await createKeyFileBox(folder).open(sealed))).toEqual(plain)
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secret.key'])
})

test('sealed bytes show nothing of the secret and never repeat', async () => {
  const box = createKeyFileBox(newFolder())
  const [one, other] = [await box.seal(plain), await box.seal(plain)]
  expect(Buffer.from(one).includes(plain)).toBe(false)
  expect(Buffer.from(one)).not.toEqual(Buffer.from(other))
})

test('another key, a changed byte and a shortened text are refused', async () => {
  const box = createKeyFileBox(newFolder())
  const sealed = Buffer.from(await box.seal(plain))
  const changed = Buffer.from(sealed)
  changed[20] = (changed[20] ?? 0) ^ 1
  await expect(createKeyFileBox(newFolder()).open(sealed)).rejects.toThrow()
  await expect(box.open(changed)).rejects.toThrow()
  await expect(box.open(sealed.subarray(0, 10))).rejects.toThrow('not sealed by a key file')
})

test('a file that is no key is left as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-key-'))
  writeFileSync(join(folder, 'secret.key'), 'something else')
  await expect(createKeyFileBox(folder).seal(plain)).rejects.toThrow('file-not-readable')
  expect(readFileSync(join(folder, 'secret.key'), 'utf8')).toBe('something else')
})
