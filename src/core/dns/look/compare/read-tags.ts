/** `tag=value; tag=value` (RFC 6376, 3.2; RFC 7489, 6.3; RFC 8461, 3.1). */

/** Names in lower case; the first of two of the same name counts. Undefined when a part is no tag. */
export function readTags(text: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    if (part.trim() === '') continue
    const at = part.indexOf('=')
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase()
    if (!/^[a-z][a-z0-9_]*$/.test(name)) return undefined
    if (!tags.has(name)) tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}
