import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import forge from 'node-forge'
import { RECEIVER_IP, RECEIVER_NAME, RELAY_NAME, STATE } from './paths.ts'

export const CA_FILE = `${STATE}/ca/ca.pem`
const DAY = 86_400_000
/** The name that front's certificate is for. */
export const FRONT_NAME = 'mail.example.test'

type Issuer = { readonly name: string; readonly key: forge.pki.rsa.PrivateKey }
type Leaf = {
  readonly name: string
  /** An address that it is for as well. */
  readonly ip?: string
  readonly fromMs?: number
  readonly daysMs?: number
  readonly issuer?: Issuer
  readonly ca?: boolean
}

/** One certificate and its key, PEM. Without an issuer it signs itself. */
function certificate(leaf: Leaf): { readonly pem: string; readonly keyPem: string } {
  const keyPem = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey
  const key = forge.pki.privateKeyFromPem(keyPem)
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  // Positive and of one length whatever was drawn: a second leading zero is no DER (X.690 8.3.2).
  made.serialNumber = `01${randomBytes(8).toString('hex')}`
  const from = leaf.fromMs ?? Date.now() - DAY
  made.validity.notBefore = new Date(from)
  made.validity.notAfter = new Date(from + (leaf.daysMs ?? 3650 * DAY))
  made.setSubject([{ name: 'commonName', value: leaf.name }])
  made.setIssuer([{ name: 'commonName', value: leaf.issuer?.name ?? leaf.name }])
  made.setExtensions([
    { name: 'basicConstraints', cA: leaf.ca === true, critical: true },
    leaf.ca === true
      ? { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
      : { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    ...(leaf.ca === true
      ? []
      : [
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: leaf.name },
              ...(leaf.ip === undefined ? [] : [{ type: 7, ip: leaf.ip }]),
            ],
          },
        ]),
  ])
  made.sign(leaf.issuer?.key ?? key, forge.md.sha256.create())
  return { pem: forge.pki.certificateToPem(made), keyPem }
}

/** The lab's own authority and what it signed: front's certificate and the relay's good and bad ones. Made once, kept. */
export async function ensureCertificates(): Promise<void> {
  const receiver = `${STATE}/receiver/certificate`
  // The authority's key is not kept: what came later to the list makes all of them anew.
  if (await stat(`${receiver}.pem`).catch(() => undefined)) return
  const ca = certificate({ name: 'Postern lab authority', ca: true })
  const issuer = { name: 'Postern lab authority', key: forge.pki.privateKeyFromPem(ca.keyPem) }
  const relay = `${STATE}/relay/lab/certificates`
  const leaves: readonly (readonly [string, Leaf])[] = [
    [`${STATE}/ca/front`, { name: FRONT_NAME, issuer }],
    [`${relay}/good`, { name: RELAY_NAME, issuer }],
    [
      `${relay}/expired`,
      { name: RELAY_NAME, issuer, fromMs: Date.now() - 90 * DAY, daysMs: 60 * DAY },
    ],
    [`${relay}/wrong-name`, { name: 'other.provider.test', issuer }],
    [`${relay}/self-signed`, { name: RELAY_NAME }],
    [receiver, { name: RECEIVER_NAME, ip: RECEIVER_IP, issuer }],
  ]
  await mkdir(`${STATE}/ca`, { recursive: true })
  await mkdir(relay, { recursive: true })
  await mkdir(`${STATE}/receiver`, { recursive: true })
  await writeFile(CA_FILE, ca.pem)
  for (const [path, leaf] of leaves) {
    const made = certificate(leaf)
    await writeFile(`${path}.key`, made.keyPem, { mode: 0o600 })
    await writeFile(`${path}.pem`, made.pem)
  }
}

/** The PEM of front's certificate and key. */
export const frontCertificate = async (): Promise<{
  readonly pem: Buffer
  readonly key: Buffer
}> => ({
  pem: await readFile(`${STATE}/ca/front.pem`),
  key: await readFile(`${STATE}/ca/front.key`),
})

/** One that signed itself and ended a month ago. */
export function expiredCertificate(name: string): { readonly pem: string; readonly key: string } {
  const { pem, keyPem } = certificate({ name, fromMs: Date.now() - 90 * DAY, daysMs: 60 * DAY })
  return { pem, key: keyPem }
}
