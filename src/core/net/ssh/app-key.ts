/** Postern's own key pair, in OpenSSH's formats: for servers that are reached by password or by a key that cannot be used here. */
import forge from 'node-forge'
import { Secret } from '../../../shared/secret.ts'
import { describeHostKey } from './host-key.ts'
import { type ParsedKey, utils } from './library.ts'

/** NIST SP 800-57: 128 bits of strength, beyond 2030. */
const bits = 3072

/** Makes the pair; the private half in the PEM form that OpenSSH and the SSH library read. */
export function makeAppKey(): Promise<Secret> {
  return new Promise((resolve, reject) => {
    forge.pki.rsa.generateKeyPair({ bits }, (error: Error | null, pair) => {
      if (error) reject(error)
      else resolve(new Secret(forge.ssh.privateKeyToOpenSSH(pair.privateKey)))
    })
  })
}

/** Least rights: commands and forwarding are needed, the rest is not (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
const restrictions = 'no-agent-forwarding,no-X11-forwarding,no-pty'

export interface PublicHalf {
  /** The line for authorized_keys. */
  readonly line: string
  /** What tells this key's line from all others. */
  readonly blob: string
  readonly sha256: string
}

/** The public half as a line of authorized_keys. */
export function publicHalf(privateKey: Secret, comment: string): PublicHalf {
  const bytes = (utils.parseKey(privateKey.reveal()) as ParsedKey).getPublicSSH() // made here: it is one RSA key
  const blob = bytes.toString('base64')
  const name = comment.replace(/[^\w.@-]/g, '_')
  return {
    line: `${restrictions} ssh-rsa ${blob} ${name}`,
    blob,
    sha256: describeHostKey(bytes).sha256,
  }
}
