/** What a message is recognised by when the server has numbered it anew. */
import { createHash } from 'node:crypto'

export interface LikenessKey {
  readonly messageId: string | undefined
  readonly size: number
  readonly internalDate: string
}

/** 48 bits of a hash, as a number that SQLite and JavaScript both keep exactly. Equal ones are candidates, no more. */
export function likeness({ messageId, size, internalDate }: LikenessKey): number {
  const text = JSON.stringify([messageId ?? null, size, internalDate])
  return createHash('sha256').update(text).digest().readUIntBE(0, 6)
}
