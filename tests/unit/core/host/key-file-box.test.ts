import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { existingKeyFileBox, keyFileBox } from '../../../../src/core/host/key-file-box.ts'

const newFile = () => join(mkdtempSync(join(tmpdir(), 'postern-key-')), 'folder', 'secret.key')
const plain = Buffer.from('a secret that is long enough to be searched for')

test('what is sealed opens again after a restart, and the key is only the user’s', async () => {
  const file = newFile()
  const sealed = await (await keyFileBox(file)).seal(plain)
  const later = await existingKeyFileBox(file)
  expect(Buffer.from((await later?.open(sealed)) ?? [])).toEqual(plain)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('sealed bytes show nothing of the secret and never repeat', async () => {
  const box = await keyFileBox(newFile())
  const [one, other] = [await box.seal(plain), await box.seal(plain)]
  expect(Buffer.from(one).includes(plain)).toBe(false)
  expect(Buffer.from(one)).not.toEqual(Buffer.from(other))
})

test('another key, a changed byte and a shortened text are refused', async () => {
  const box = await keyFileBox(newFile())
  const sealed = Buffer.from(await box.seal(plain))
  const changed = Buffer.from(sealed)
  changed[20] = (changed[20] ?? 0) ^ 1
  await expect((await keyFileBox(newFile())).open(sealed)).rejects.toThrow()
  await expect(box.open(changed)).rejects.toThrow()
  await expect(box.open(sealed.subarray(0, 10))).rejects.toThrow('not sealed by this box')
})

test('no file is no box, and a file that is no key is left as it is', async () => {
  expect(await existingKeyFileBox(newFile())).toBeUndefined()
  const foreign = join(mkdtempSync(join(tmpdir(), 'postern-key-')), 'secret.key')
  writeFileSync(foreign, 'something else')
  await expect(keyFileBox(foreign)).rejects.toThrow('not a key')
  expect(readFileSync(foreign, 'utf8')).toBe('something else')
})
