import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { electron } from '../../fakes/electron.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)
const { chooseSecretBox } = await import('../../../src/main/secret-box.ts')
const { agreedBox, agreeToKeyFile } = await import('../../../src/main/agreed-box.ts')

const storage = electron.safeStorage
const folder = () => join(mkdtempSync(join(tmpdir(), 'postern-box-')), 'data')
const choose = (dataDir: string, answersAtOnce: () => Promise<boolean>) =>
  chooseSecretBox({
    answersAtOnce,
    agreedBox: async () => agreedBox(dataDir),
    agree: () => agreeToKeyFile(dataDir),
  })
const yes = async () => true
const no = async () => false

beforeEach(() => {
  storage.isEncryptionAvailable.mockReset().mockReturnValue(true)
  storage.getSelectedStorageBackend.mockReset().mockReturnValue('gnome_libsecret')
})

test('a keyring that answers keeps the secrets, sealed and opened by it', async () => {
  const box = await choose(folder(), yes)
  const sealed = await box.seal(Buffer.from('secret'))
  expect([box.kind, Buffer.from(await box.open(sealed)).toString()]).toEqual(['system', 'secret'])
})

test.runIf(process.platform === 'linux')(
  'basic_text is no protection, and Electron is not even asked',
  async () => {
    storage.getSelectedStorageBackend.mockReturnValue('basic_text')
    expect((await choose(folder(), yes)).kind).toBe('memory')
    expect(storage.isEncryptionAvailable).not.toHaveBeenCalled()
  },
)

test('a keyring that would block is never called', async () => {
  const box = await choose(folder(), no)
  expect(box.kind).toBe('memory')
  await expect(box.seal(Buffer.from('secret'))).rejects.toThrow('locked or absent')
  expect(storage.isEncryptionAvailable).not.toHaveBeenCalled()
})

test('a keyring that is unlocked later opens what it sealed', async () => {
  const sealed = await (await choose(folder(), yes)).seal(Buffer.from('secret'))
  const answers = [false, true]
  const box = await choose(folder(), async () => answers.shift() ?? true)
  expect(box.kind).toBe('memory')
  expect(Buffer.from(await box.open(sealed)).toString()).toBe('secret')
  expect(box.kind).toBe('system')
})

test.runIf(process.platform === 'linux')(
  'consent holds for later starts; a key file alone is no consent',
  async () => {
    const dataDir = folder()
    const first = await choose(dataDir, no)
    const agreed = await first.consentToPlain?.()
    const sealed = await agreed?.seal(Buffer.from('secret'))
    const later = await choose(dataDir, no)
    expect(later.kind).toBe('key-file')
    expect(Buffer.from(await later.open(sealed ?? Buffer.of())).toString()).toBe('secret')
  },
)
