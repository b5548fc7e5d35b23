/** A certificate authority that exists only for the demo server, and the certificates that it signs. */
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

const dayMs = 86_400_000

export interface Shown {
  readonly key: string
  readonly cert: string
}

export interface DemoAuthority {
  /** PEM. */
  readonly caPem: string
  /** A certificate for `host`; `isOver`: one that ended yesterday. */
  certificateFor(host: string, isOver: boolean): Shown
}

/** Makes key and authority; takes a fraction of a second. @param now milliseconds since the epoch */
export async function makeAuthority(now: () => number): Promise<DemoAuthority> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const signer = forge.pki.privateKeyFromPem(privateKey)
  const issuer = [{ name: 'commonName', value: 'Postern demo authority' }]
  let serial = 1

  const sign = (
    subject: forge.pki.CertificateField[],
    [from, until]: readonly [number, number],
    extensions: object[],
  ): string => {
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
    certificate.serialNumber = (0x1000 + serial++).toString(16)
    certificate.validity.notBefore = new Date(from)
    certificate.validity.notAfter = new Date(until)
    certificate.setSubject(subject)
    certificate.setIssuer(issuer)
    certificate.setExtensions(extensions)
    certificate.sign(signer, forge.md.sha256.create())
    return forge.pki.certificateToPem(certificate)
  }
  const caPem = sign(
    issuer,
    [now() - 400 * dayMs, now() + 3650 * dayMs],
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  )
  const made = new Map<string, Shown>()
  return {
    caPem,
    certificateFor(host, isOver) {
      const name = `${host} ${String(isOver)}`
      const before = made.get(name)
      if (before) return before
      const cert = sign(
        [{ name: 'commonName', value: host }],
        isOver ? [now() - 91 * dayMs, now() - dayMs] : [now() - 18 * dayMs, now() + 72 * dayMs],
        [
          { name: 'basicConstraints', cA: false },
          { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
        ],
      )
      const shown = { key: privateKey, cert }
      made.set(name, shown)
      return shown
    },
  }
}
