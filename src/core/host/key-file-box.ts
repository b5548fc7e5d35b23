/** A SecretBox whose key is a file that only this user can read: for boxes without a desktop, and by consent elsewhere. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SecretBox } from '../platform.ts'

const version = 1
const keyBytes = 32
const nonceBytes = 12 // NIST SP 800-38D: 96 bits is GCM's own size
const tagBytes = 16

/** Opens the box, making its key (0600) when there is none. Rejects when the file is no key. */
export async function keyFileBox(file: string): Promise<SecretBox> {
  const key = (await readKey(file)) ?? (await makeKey(file))
  return boxOf(key, file)
}

/** The box of an existing key file, or nothing. */
export async function existingKeyFileBox(file: string): Promise<SecretBox | undefined> {
  const key = await readKey(file)
  return key && boxOf(key, file)
}

function boxOf(key: Buffer, file: string): SecretBox {
  return {
    id: `key-file:${createHash('sha256').update(key).digest('hex').slice(0, 16)}`,
    kind: 'key-file',
    detail: file,
    seal: async plain => seal(key, plain),
    open: async sealed => unseal(key, sealed),
  }
}

async function readKey(file: string): Promise<Buffer | undefined> {
  let key: Buffer
  try {
    key = await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // fs rejects with nothing else
    throw error
  }
  if (key.length !== keyBytes) throw new Error(`${file} is not a key of Postern`)
  await chmod(file, 0o600)
  return key
}

async function makeKey(file: string): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'wx', 0o600)
  try {
    const key = randomBytes(keyBytes)
    await handle.writeFile(key)
    await handle.sync()
    return key
  } finally {
    await handle.close()
  }
}

function seal(key: Buffer, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body])
}

function unseal(key: Buffer, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed)
  if (bytes[0] !== version || bytes.length < 1 + nonceBytes + tagBytes) {
    throw new Error('not sealed by this box')
  }
  const tagAt = 1 + nonceBytes
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, tagAt))
  decipher.setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(tagAt + tagBytes)), decipher.final()])
}
