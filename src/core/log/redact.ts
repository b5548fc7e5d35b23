/** The second net under `Secret`: takes out of texts of others (libraries, servers) what is known or looks like a secret. */
import type { Secret } from '../../shared/secret.ts'

const dots = '…'

const patterns: readonly [RegExp, string][] = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    `[private key ${dots}]`,
  ],
  [
    /\b([A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|TOKEN|_KEY|_PW)[A-Z0-9_]*)(\s*[=:]\s*)("[^"]*"|'[^']*'|\S+)/gi,
    `$1$2${dots}`,
  ],
  [/\b(AUTH (?:PLAIN|LOGIN) )\S+/gi, `$1${dots}`],
  [/\b(Bearer |Basic )[A-Za-z0-9._~+/=-]+/g, `$1${dots}`],
  [/\bSG\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g, dots],
  [/\/\/([^\s/:@]+):([^\s/@]+)@/g, `//$1:${dots}@`],
]

export interface Redactor {
  /** From now on this very text is taken out wherever it occurs. */
  remember(secret: Secret): void
  redact(text: string): string
}

/** Shorter ones would blank out ordinary words. */
const shortestRemembered = 4

/** The forms in which a secret may come back: as it is, in base64, percent-encoded. */
const formsOf = (text: string): string[] => [
  text,
  Buffer.from(text, 'utf8').toString('base64'),
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
]

/** Makes a redactor with its own memory. */
export function createRedactor(): Redactor {
  const known = new Set<string>()
  return {
    remember(secret) {
      const text = secret.reveal()
      if (text.length < shortestRemembered) return
      for (const form of formsOf(text)) known.add(form)
    },
    redact(text) {
      let clean = text
      for (const form of known) if (clean.includes(form)) clean = clean.replaceAll(form, dots)
      for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement)
      return clean
    },
  }
}
