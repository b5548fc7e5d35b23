/** The bytes of a message as they were received, from where the journal says that they lie. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { BodyPlace } from './catalogue-reading.ts'
import type { ArchiveFiles } from './files.ts'
import { segmentFolder, segmentName } from './layout.ts'
import { createUnquoter } from './mboxrd.ts'

const chunkBytes = 2 ** 18

export const segmentPath = (dir: string, segment: number): string =>
  join(dir, segmentFolder, segmentName(segment))

/** In pieces; answers at the end whether they were what they are called. A file that is not there gives none. With `reuse` a piece is good only until the next one. */
export function* piecesOf(
  files: ArchiveFiles,
  dir: string,
  place: BodyPlace,
  reuse?: Buffer,
): Generator<Uint8Array, boolean> {
  const path = segmentPath(dir, place.segment)
  if (!files.exists(path)) return false
  const file = files.open(path, 'read')
  try {
    const hash = createHash('sha256')
    const ready: Uint8Array[] = []
    const take = (bytes: Uint8Array) => {
      hash.update(bytes)
      ready.push(bytes)
    }
    const unquoter = place.isQuoted ? createUnquoter(take) : { push: take, end: () => undefined }
    for (let done = 0; done < place.length;) {
      const wanted = Math.min(reuse?.length ?? chunkBytes, place.length - done)
      const chunk = reuse?.subarray(0, wanted) ?? Buffer.allocUnsafe(wanted)
      const count = file.read(chunk, place.at + done)
      if (count === 0) return false
      unquoter.push(chunk.subarray(0, count))
      yield* ready.splice(0)
      done += count
    }
    unquoter.end()
    yield* ready.splice(0)
    return hash.digest('hex') === place.hash
  } finally {
    file.close()
  }
}
