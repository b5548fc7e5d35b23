/** Seals secrets under a key file that only this user can read: for boxes without a keyring, and by consent elsewhere. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { SecretBox } from '../platform.ts'

const keyBytes = 32
const nonceBytes = 12 // NIST SP 800-38D: 96 bits is GCM's own size
const tagBytes = 16
/** First byte of everything sealed here, so that a later form can be told apart. */
const form = 1
const purpose = Buffer.from('postern secret')

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** The key, made once: written beside and linked into place, so that two processes never end with two keys. */
function readOrMakeKey(dataDir: string, file: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    return readKey(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(beside, randomBytes(keyBytes), { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(beside, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(beside)
  }
  return readKey(file)
}

function readKey(file: string): Buffer {
  const key = readFileSync(file)
  if (key.length !== keyBytes) {
    throw new AppError('file-not-readable', { file, reason: 'not a key of Postern' })
  }
  chmodSync(file, 0o600)
  return key
}

/** AES-256-GCM under `secret.key` in the data folder (0600), which is made when it is first needed. */
export function createKeyFileBox(dataDir: string): SecretBox {
  const file = join(dataDir, 'secret.key')
  let key: Buffer | undefined
  const theKey = () => (key ??= readOrMakeKey(dataDir, file))
  return {
    get id() {
      return `key-file:${createHash('sha256').update(theKey()).digest('hex').slice(0, 16)}`
    },
    kind: 'key-file',
    detail: file,
    async seal(plain) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', theKey(), nonce).setAAD(purpose)
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([Buffer.of(form), nonce, cipher.getAuthTag(), body])
    },
    async open(sealed) {
      const bytes = Buffer.from(sealed)
      const bodyAt = 1 + nonceBytes + tagBytes
      if (bytes[0] !== form || bytes.length < bodyAt) throw new Error('not sealed by a key file')
      const decipher = createDecipheriv('aes-256-gcm', theKey(), bytes.subarray(1, 1 + nonceBytes))
        .setAAD(purpose)
        .setAuthTag(bytes.subarray(1 + nonceBytes, bodyAt))
      return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()])
    },
  }
}
