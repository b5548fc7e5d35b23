/** Names and numbers of the archive's format; docs/archive-format.md is the specification. */

export const formatName = 'postern-archive'
/** Raised when a reader of the older one would misread the newer; older ones are read for ever. */
export const formatVersion = 1

export const headFile = 'archive.json'
export const journalFile = 'journal'
export const segmentFolder = 'segments'
/** These three may be deleted at any time while nothing runs. */
export const catalogueFile = 'catalogue.sqlite'
export const lockFile = 'writer.lock'
export const writerFile = 'writer.json'

/** A segment that has so many bytes takes no further message: small enough for FAT32 and for rewriting one. */
export const segmentBytes = 256 * 2 ** 20

/** So many bytes, or so many facts, make a group: that is what a power cut may cost. */
export const groupBytes = 16 * 2 ** 20
export const groupFacts = 2500

export const segmentName = (segment: number): string => `${String(segment).padStart(8, '0')}.mbox`

/** The number of a segment's file; nothing for other files. */
export function segmentOf(name: string): number | undefined {
  const digits = /^(\d{8})\.mbox$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
