/** The operating system's keyring behind the SecretBox port. */
import { safeStorage } from 'electron'
import type { SecretBox } from '../core/platform.ts'
import { agreedBox, agreeToKeyFile } from './agreed-box.ts'
import { walletState } from './linux/kwallet.ts'
import { keyringState } from './linux/secret-service.ts'

export interface SecretBoxDeps {
  /** Whether the keyring would answer at once: asked before Electron is, whose call may block the whole app. */
  readonly answersAtOnce: () => Promise<boolean>
  /** The box for a person who agreed to a key file; answers nothing while nobody agreed. */
  readonly agreedBox: () => Promise<SecretBox | undefined>
  /** Makes that box, from now on for every start. */
  readonly agree: () => Promise<SecretBox>
}

/** Chooses the box of this start: the keyring if it answers, else what was agreed to, else memory. */
export async function chooseSecretBox(deps: SecretBoxDeps): Promise<SecretBox> {
  if (await keyringWorks(deps)) return keyringBox(deps, true)
  return (await deps.agreedBox()) ?? keyringBox(deps, false)
}

/** Asks the desktop's keyring on Linux; on macOS and Windows the system's own call is the answer. */
export async function keyringAnswersAtOnce(): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const kde = backend().startsWith('kwallet')
  return (kde ? await walletState(backend()) : await keyringState()) === 'unlocked'
}

async function keyringWorks(deps: SecretBoxDeps): Promise<boolean> {
  // basic_text is a password that is printed in Chromium's source: no protection.
  if (backend() === 'basic_text') return false
  return (await deps.answersAtOnce()) && (await storage.isAvailable())
}

function backend(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}

const names: Readonly<Record<string, string>> = {
  darwin: 'Keychain',
  win32: 'Windows data protection',
  gnome_libsecret: 'Secret Service',
}

/** A locked keyring gives a memory box that turns into the real one as soon as it can open something. */
function keyringBox(deps: SecretBoxDeps, works: boolean): SecretBox {
  const keyring = backend()
  let open = works
  const wake = async () => {
    open ||= await keyringWorks(deps)
    if (!open) throw new Error('the keyring is locked or absent')
  }
  return {
    id: `safe-storage:${keyring}`,
    get kind() {
      return open ? 'system' : 'memory'
    },
    detail: names[keyring] ?? keyring,
    async seal(plain) {
      await wake()
      return storage.encrypt(Buffer.from(plain).toString('base64'))
    },
    async open(sealed) {
      await wake()
      return Buffer.from(await storage.decrypt(Buffer.from(sealed)), 'base64')
    },
    get consentToPlain() {
      return !open && process.platform === 'linux' ? deps.agree : undefined
    },
  }
}

/** The asynchronous calls where this Electron has them (45 does, the fallback's 33 does not). */
const storage = {
  isAvailable: async (): Promise<boolean> =>
    'isAsyncEncryptionAvailable' in safeStorage
      ? safeStorage.isAsyncEncryptionAvailable()
      : legacy().isEncryptionAvailable(),
  encrypt: async (text: string): Promise<Buffer> =>
    'encryptStringAsync' in safeStorage
      ? safeStorage.encryptStringAsync(text)
      : legacy().encryptString(text),
  decrypt: async (bytes: Buffer): Promise<string> =>
    'decryptStringAsync' in safeStorage
      ? (await safeStorage.decryptStringAsync(bytes)).result
      : legacy().decryptString(bytes),
}

interface LegacySafeStorage {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
}

/** The old face: deprecated in the types of the pinned Electron, the only one in the fallback runtime. */
function legacy(): LegacySafeStorage {
  return safeStorage
}

/** The box of this start, over the real keyring and the data folder’s key file. */
export function secretBoxOfThisHost(dataDir: string): Promise<SecretBox> {
  return chooseSecretBox({
    answersAtOnce: keyringAnswersAtOnce,
    agreedBox: async () => agreedBox(dataDir),
    agree: () => agreeToKeyFile(dataDir),
  })
}
