/** Names of folders as IMAP writes them (RFC 3501, 5.1.3), and as people read them. */

const encodeRun = (run: string): string => {
  const bytes = Buffer.from(run, 'utf16le').swap16()
  return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`
}

/** `Entwürfe` → `Entw&APw-rfe` */
export const encodeName = (name: string): string =>
  name.replace(/&|[^\x20-\x7e]+/g, run => (run === '&' ? '&-' : encodeRun(run)))

const decodeRun = (base64: string): string => {
  const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64')
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le')
}

/**
 * `Entw&APw-rfe` → `Entwürfe`. Bytes above 127, which some servers send against the RFC, are read as UTF-8. What is not
 * written as the RFC says comes back as it is: then two names never become one.
 * @param raw one character a byte
 */
export function decodeName(raw: string): string {
  if (/[\x80-\xff]/.test(raw)) return Buffer.from(raw, 'latin1').toString('utf8')
  if (!raw.includes('&')) return raw
  const name = raw.replace(/&([A-Za-z0-9+,]*)-/g, (_, base64: string) =>
    base64 === '' ? '&' : decodeRun(base64),
  )
  return encodeName(name) === raw ? name : raw
}
