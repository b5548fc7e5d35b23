/** Certificates for fake servers: one authority a run, and leaves that are right or wrong in one way. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import forge from 'node-forge'

export interface MadeCertificate {
  readonly cert: string
  readonly key: string
}

interface Issuer {
  readonly name: string
  readonly key: forge.pki.rsa.PrivateKey
}

interface CertificateOptions {
  readonly name: string
  /** Days from now. @default -1 and 365 */
  readonly from?: number
  readonly until?: number
  /** @default itself */
  readonly issuer?: Issuer
  readonly isAuthority?: boolean
}

const dayMs = 86_400_000

function make(options: CertificateOptions): MadeCertificate {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyPem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const key = forge.pki.privateKeyFromPem(keyPem)
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  // Positive and of one length whatever was drawn: a second leading zero is no DER (X.690 8.3.2).
  made.serialNumber = `01${randomBytes(8).toString('hex')}`
  made.validity.notBefore = new Date(Date.now() + (options.from ?? -1) * dayMs)
  made.validity.notAfter = new Date(Date.now() + (options.until ?? 365) * dayMs)
  made.setSubject([{ name: 'commonName', value: options.name }])
  made.setIssuer([{ name: 'commonName', value: options.issuer?.name ?? options.name }])
  made.setExtensions(
    options.isAuthority
      ? [{ name: 'basicConstraints', cA: true, critical: true }]
      : [{ name: 'subjectAltName', altNames: [{ type: 2, value: options.name }] }],
  )
  made.sign(options.issuer?.key ?? key, forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(made), key: keyPem }
}

export interface TestAuthority {
  readonly caPem: string
  leaf(options: Omit<CertificateOptions, 'issuer' | 'isAuthority'>): MadeCertificate
}

/** A new authority and what it signs. */
export function createAuthority(name = 'Test authority'): TestAuthority {
  const authority = make({ name, isAuthority: true })
  const issuer = { name, key: forge.pki.privateKeyFromPem(authority.key) }
  return { caPem: authority.cert, leaf: options => make({ ...options, issuer }) }
}

/** A certificate that signed itself. */
export const selfSigned = (name: string): MadeCertificate => make({ name })
