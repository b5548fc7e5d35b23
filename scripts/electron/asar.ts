/** Packs a few small files as an asar: a Chromium pickle of the header's size, the header's JSON, the bytes. */
export function packAsar(files: Readonly<Record<string, string>>): Buffer {
  const entries: Record<string, { size: number; offset: string }> = {}
  const parts: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text)
    entries[name] = { size: bytes.length, offset: String(offset) }
    parts.push(bytes)
    offset += bytes.length
  }
  const json = Buffer.from(JSON.stringify({ files: entries }))
  const padded = Math.ceil(json.length / 4) * 4 // pickles are aligned to four bytes
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0) // payload of the size pickle
  head.writeUInt32LE(8 + padded, 4) // the header pickle's size
  head.writeUInt32LE(4 + padded, 8) // its payload
  head.writeUInt32LE(json.length, 12)
  json.copy(head, 16)
  return Buffer.concat([head, ...parts])
}
