/** Says of most new bodies, without a look at the catalogue, that they are new: a first reading brings nothing else. */

/** A Bloom filter: for a million bodies one in twenty is asked for in vain. */
const bits = 2 ** 23
export interface SeenBodies {
  add(hash: string): void
  /** False is certain. */
  mayHave(hash: string): boolean
}

/** For an archive without bodies; for any other, all may be there. */
export function createSeenBodies(isEmpty: boolean): SeenBodies {
  if (!isEmpty) return { add: () => undefined, mayHave: () => true }
  const filter = new Uint8Array(bits / 8)
  const has = (place: number) => (filter[place >> 3]! & (1 << (place & 7))) !== 0
  const set = (place: number) => {
    filter[place >> 3]! |= 1 << (place & 7)
  }
  // A SHA-256 is as good as random: 48 bits of it make two places.
  const number = (hash: string) => Number.parseInt(hash.slice(0, 12), 16)
  return {
    add(hash) {
      const drawn = number(hash)
      set(drawn % bits)
      set(Math.floor(drawn / bits) % bits)
    },
    mayHave(hash) {
      const drawn = number(hash)
      return has(drawn % bits) && has(Math.floor(drawn / bits) % bits)
    },
  }
}
