/** Reads the entries of a zip file (stored or deflated, no zip64): APPNOTE.TXT 4.3. */
import { fstatSync, readSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  /** Unix permission bits. */
  readonly mode: number
  readonly method: number
  readonly packedBytes: number
  readonly sizeBytes: number
  readonly offset: number
}

const endOfDirectory = Buffer.from([0x50, 0x4b, 5, 6])
const longestTail = 22 + 0xffff // the end record and the longest comment after it

function readAt(file: number, length: number, position: number): Buffer {
  const bytes = Buffer.alloc(length)
  readSync(file, bytes, 0, length, position)
  return bytes
}

/** Lists the central directory of the open file. */
export function* zipEntries(file: number): Generator<ZipEntry> {
  const size = fstatSync(file).size
  const tail = readAt(file, Math.min(size, longestTail), Math.max(0, size - longestTail))
  const end = tail.lastIndexOf(endOfDirectory)
  if (end < 0) throw new Error('no end-of-central-directory record')
  const directory = readAt(file, tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16))
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameBytes = directory.readUInt16LE(at + 28)
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42),
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
}

/** Reads one entry's bytes; throws when they are not as long as the directory says. */
export function readZipEntry(file: number, entry: ZipEntry): Buffer {
  const header = readAt(file, 30, entry.offset)
  if (header.readUInt32LE(0) !== 0x04034b50) throw new Error(`bad local header: ${entry.name}`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = readAt(file, entry.packedBytes, start)
  const bytes = entry.method === 0 ? packed : inflateRawSync(packed)
  if (bytes.length !== entry.sizeBytes) throw new Error(`bad size: ${entry.name}`)
  return bytes
}
