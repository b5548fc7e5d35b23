/** The operating system's keyring behind the SecretBox port. */
import { safeStorage } from 'electron'
import type { SecretBox } from '../core/platform.ts'
import { en } from '../shared/locales/en/index.ts'
import { agreedBox, agreeToKeyFile } from './agreed-box.ts'

/** Chooses the box of this start: the keyring if it works, else what the person agreed to, else memory. */
export async function chooseSecretBox(dataDir: string): Promise<SecretBox> {
  const keyring = keyringName()
  // basic_text seals with a password that is printed in Chromium's source: no protection.
  if (keyring !== 'basic_text' && (await storage.isAvailable())) return keyringBox(keyring)
  return agreedBox(dataDir) ?? memoryBox(dataDir)
}

function keyringName(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}

function keyringBox(keyring: string): SecretBox {
  const names: Readonly<Record<string, string>> = en.shell.keyrings
  return {
    id: `safe-storage:${keyring}`,
    kind: 'system',
    detail: names[keyring] ?? keyring,
    seal: plain => storage.encrypt(Buffer.from(plain).toString('base64')),
    open: async sealed => Buffer.from(await storage.decrypt(Buffer.from(sealed)), 'base64'),
  }
}

function memoryBox(dataDir: string): SecretBox {
  const refuse = async () => {
    throw new Error('there is no keyring')
  }
  return {
    id: 'memory',
    kind: 'memory',
    detail: en.shell.keyrings.none,
    seal: refuse,
    open: refuse,
    consentToPlain: () => agreeToKeyFile(dataDir),
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
