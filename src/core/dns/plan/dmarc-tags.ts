/** `tag=value; …` as DMARC, DKIM, TLS-RPT and MTA-STS records have it (RFC 6376, 3.2). */

/** Tags in their order, names in lower case; a tag that stands twice counts once. */
export function parseTags(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trim().toLowerCase()
    if (at > 0 && !tags.has(name)) tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}

export const composeTags = (tags: ReadonlyMap<string, string>): string =>
  [...tags].map(([name, value]) => `${name}=${value}`).join('; ')

/** Whether a TXT is a DMARC record (RFC 7489, 6.6.3). */
export const isDmarc = (text: string): boolean => /^v\s*=\s*DMARC1\s*(;|$)/.test(text)
