import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { createKeyFileBox } from '../../../src/core/host/key-file-box.ts'
import { electron } from '../../fakes/electron.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)
const { chooseSecretBox } = await import('../../../src/main/secret-box.ts')

const storage = electron.safeStorage
const folder = () => join(mkdtempSync(join(tmpdir(), 'postern-box-')), 'data')

beforeEach(() => {
  storage.isEncryptionAvailable.mockReset().mockReturnValue(true)
  storage.getSelectedStorageBackend.mockReset().mockReturnValue('gnome_libsecret')
})

test('a keyring that works keeps the secrets, sealed and opened by it', async () => {
  const box = await chooseSecretBox(folder())
  const sealed = await box.seal(Buffer.from('secret'))
  expect([box.kind, Buffer.from(await box.open(sealed)).toString()]).toEqual(['system', 'secret'])
  expect(box.consentToPlain).toBeUndefined()
})

test.runIf(process.platform === 'linux')(
  'basic_text is no protection, and Electron is not even asked',
  async () => {
    storage.getSelectedStorageBackend.mockReturnValue('basic_text')
    const box = await chooseSecretBox(folder())
    expect(box.kind).toBe('memory')
    await expect(box.seal(Buffer.from('secret'))).rejects.toThrow('no keyring')
    expect(storage.isEncryptionAvailable).not.toHaveBeenCalled()
  },
)

test('consent to a key file holds for later starts', async () => {
  storage.isEncryptionAvailable.mockReturnValue(false)
  const dataDir = folder()
  const agreed = await (await chooseSecretBox(dataDir)).consentToPlain?.()
  const sealed = await agreed?.seal(Buffer.from('secret'))
  const later = await chooseSecretBox(dataDir)
  expect(later.kind).toBe('key-file')
  expect(Buffer.from(await later.open(sealed ?? Buffer.of())).toString()).toBe('secret')
})

test('a key that the command line made is no consent', async () => {
  storage.isEncryptionAvailable.mockReturnValue(false)
  const dataDir = folder()
  await createKeyFileBox(dataDir).seal(Buffer.from('secret'))
  expect((await chooseSecretBox(dataDir)).kind).toBe('memory')
})
