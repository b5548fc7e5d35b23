/** Says of most new bodies, without a look at the catalogue, that they are new: a first reading brings nothing else. */

/** A Bloom filter: for a million bodies one in fifty is asked for in vain. */
const bits = 2 ** 23
const probes = 3

export interface SeenBodies {
  add(hash: string): void
  /** False is certain. */
  mayHave(hash: string): boolean
}

/** For an archive without bodies; for any other, all may be there. */
export function createSeenBodies(isEmpty: boolean): SeenBodies {
  if (!isEmpty) return { add: () => undefined, mayHave: () => true }
  const filter = new Uint8Array(bits / 8)
  // A SHA-256 is as good as random: six digits of it are one probe.
  const places = (hash: string) =>
    Array.from({ length: probes }, (_, at) => parseInt(hash.slice(at * 6, at * 6 + 6), 16) % bits)
  return {
    add(hash) {
      for (const place of places(hash)) filter[place >> 3]! |= 1 << (place & 7)
    },
    mayHave: hash => places(hash).every(place => (filter[place >> 3]! & (1 << (place & 7))) !== 0),
  }
}
