import { createHash } from 'node:crypto'
import type { HostKey } from '../../../shared/model/server.ts'

/** Type and fingerprint of a public key blob (RFC 4253, 6.6), as `ssh-keygen -lf` prints them: base64 without padding. */
export function describeHostKey(blob: Buffer): HostKey {
  const length = blob.readUInt32BE(0)
  const sha256 = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  return { type: blob.toString('latin1', 4, 4 + length), sha256: `SHA256:${sha256}` }
}
