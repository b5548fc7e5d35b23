/** Kinds of keys and certificates that exist and that the SSH library cannot log in with. */
import { AppError } from '../../../shared/errors.ts'

/** The type in front of a public key blob or line, for example `ssh-ed25519` (RFC 4253, 6.6); undefined for what is none. */
export function typeOfBlob(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined
  const length = blob.readUInt32BE(0)
  return length > 0 && length <= 64 && blob.length >= 4 + length
    ? blob.toString('latin1', 4, 4 + length)
    : undefined
}

/**
 * Why a key of this type is of no use, or undefined for one that is.
 * @param key its comment or file, as the person knows it
 */
export function unusableKind(type: string, key: string): AppError | undefined {
  if (/-cert-v\d\d@/.test(type)) return new AppError('key-certificate', { key })
  if (type.startsWith('sk-')) return new AppError('key-on-device', { key, type })
  return undefined
}

/** PuTTY's file format of 0.75 and later, which only PuTTY's own tools read. */
export const isNewPuttyFile = (text: string): boolean => /^PuTTY-User-Key-File-3:/.test(text)
