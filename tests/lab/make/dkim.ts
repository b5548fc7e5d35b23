import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { STATE } from './paths.ts'

/** The domain that the lab's stack signs for, and the selector that Mailu uses unless told otherwise. */
export const SIGNED_DOMAIN = 'example.test'
export const SELECTOR = 'dkim'
/** What of the name servers' zones is made anew with each lab. */
export const MADE_ZONES = `${STATE}/names`
const KEY_FILE = `${STATE}/dkim/${SIGNED_DOMAIN}.${SELECTOR}.key`

/** A private key in the form in which Mailu's admin keeps its own (`mailu.md` 3.5). */
export const newSigningKey = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey

/** The line of a zone that publishes the public half, in strings of at most 255 bytes. */
export function dkimLine(privateKey: string, selector = SELECTOR): string {
  const key = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' })
  const text = `v=DKIM1; k=rsa; p=${key.toString('base64')}`
  const parts = text.match(/.{1,250}/g) ?? []
  return `${selector}._domainkey TXT ${parts.map(part => `"${part}"`).join(' ')}`
}

/** Made once, kept. */
export async function ensureSigningKey(): Promise<void> {
  if (await stat(`${MADE_ZONES}/${SIGNED_DOMAIN}`).catch(() => undefined)) return
  await mkdir(`${STATE}/dkim`, { recursive: true })
  await mkdir(MADE_ZONES, { recursive: true })
  const key = newSigningKey()
  await writeFile(KEY_FILE, key, { mode: 0o600 })
  await writeFile(`${MADE_ZONES}/${SIGNED_DOMAIN}`, `${dkimLine(key)}\n`)
}

/** As admin keeps it: file name and PEM. */
export const signingKey = async (): Promise<{ readonly name: string; readonly pem: string }> => ({
  name: `${SIGNED_DOMAIN}.${SELECTOR}.key`,
  pem: await readFile(KEY_FILE, 'utf8'),
})
