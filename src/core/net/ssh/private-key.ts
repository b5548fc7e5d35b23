/** Reads private key files in all forms that OpenSSH writes, and the public half of one that is still locked. */
import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { composeEd25519 } from './compose-ed25519.ts'
import { type ParsedKey, utils } from './library.ts'

/** PKCS#8, which the SSH library does not read: turned into the older forms that it does. */
function fromPkcs8(pem: string, passphrase: Secret | undefined): string {
  const secret = passphrase?.reveal()
  const key = createPrivateKey({
    key: pem,
    ...(secret === undefined ? {} : { passphrase: secret }),
  })
  if (key.asymmetricKeyType === 'ed25519') {
    const { d, x } = key.export({ format: 'jwk' })
    return composeEd25519(Buffer.from(d ?? '', 'base64url'), Buffer.from(x ?? '', 'base64url'))
  }
  const type = key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1'
  return key.export({ type, format: 'pem' }).toString()
}

/** True for a key text that cannot be used without a passphrase. */
export function isLocked(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY|^Encryption: (?!none)/m.test(text))
    return true
  return openSshParts(text)?.cipher !== undefined && openSshParts(text)?.cipher !== 'none'
}

/** Cipher and public key of the `openssh-key-v1` form (PROTOCOL.key of OpenSSH): readable without the passphrase. */
function openSshParts(
  text: string,
): { readonly cipher: string; readonly publicBlob: Buffer } | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1]
  if (body === undefined) return undefined
  const bytes = Buffer.from(body, 'base64')
  let at = 'openssh-key-v1\0'.length
  if (bytes.toString('latin1', 0, at) !== 'openssh-key-v1\0') return undefined
  const next = (): Buffer => {
    const length = bytes.readUInt32BE(at)
    at += 4 + length
    return bytes.subarray(at - length, at)
  }
  const cipher = next().toString('latin1')
  next() // kdf name
  next() // kdf options
  at += 4 // number of keys
  return { cipher, publicBlob: Buffer.from(next()) }
}

/** The public half of a key file: out of the file itself, or from `FILE.pub` beside it; undefined when neither tells. */
export async function readPublicBlob(file: string, text: string): Promise<Buffer | undefined> {
  const inside = openSshParts(text)?.publicBlob
  if (inside) return inside
  if (!isLocked(text)) return parsePrivateKey(file, text).getPublicSSH()
  try {
    const base64 = (await readFile(`${file}.pub`, 'utf8')).trim().split(/\s+/)[1]
    return base64 === undefined ? undefined : Buffer.from(base64, 'base64')
  } catch {
    return undefined // no file beside it: the public half stays unknown
  }
}

/** The text of a key file. @throws AppError `key-not-readable` */
export async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException // fs rejects with these only
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : String(code)
    throw new AppError('key-not-readable', { file, reason }, { cause: error })
  }
}

/** Opens a locked key text: in a worker, since that takes a third of a second of computing. */
export type Unlock = (
  locked: { readonly file: string; readonly key: string; readonly passphrase: Secret },
  signal: AbortSignal,
) => Promise<Secret>

/**
 * A private key ready to sign.
 * @throws AppError `key-passphrase-needed`, `key-passphrase-wrong`, `key-not-readable`
 */
export async function openPrivateKey(
  file: string,
  text: string,
  passphrase: Secret | undefined,
  unlock: Unlock,
  signal: AbortSignal,
): Promise<ParsedKey> {
  if (!isLocked(text)) return parsePrivateKey(file, text)
  if (!passphrase) throw new AppError('key-passphrase-needed', { file })
  if (text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return parsePrivateKey(file, text, passphrase)
  const unlocked = await unlock({ file, key: text, passphrase }, signal)
  return parsePrivateKey(file, unlocked.reveal())
}

function parsePrivateKey(file: string, text: string, passphrase?: Secret): ParsedKey {
  try {
    const plain = /BEGIN (ENCRYPTED )?PRIVATE KEY/.test(text) ? fromPkcs8(text, passphrase) : text
    const parsed: unknown = utils.parseKey(plain)
    if (parsed instanceof Error) throw parsed
    const key = (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey // typed as one, an array at run time
    if (!key.isPrivateKey()) throw new Error('this is a public key')
    return key
  } catch (error) {
    if (passphrase) throw new AppError('key-passphrase-wrong', { file }, { cause: error })
    const reason = error instanceof Error ? error.message : 'it is not understood'
    throw new AppError('key-not-readable', { file, reason }, { cause: error })
  }
}
