/** The comparison that belongs to each kind of match. */
import type { RecordMatch } from '../../../shared/model/dns.ts'
import { compareContains } from './compare/contains.ts'
import { compareDkim } from './compare/dkim.ts'
import { compareDmarc } from './compare/dmarc.ts'
import { compareSet } from './compare/set.ts'
import { compareSpf } from './compare/spf.ts'
import { compareTextTags } from './compare/text-tags.ts'
import type { Compare } from './comparison.ts'

const comparisons: Readonly<Record<RecordMatch, Compare>> = {
  set: compareSet,
  contains: compareContains,
  spf: compareSpf,
  dkim: compareDkim,
  dmarc: compareDmarc,
  'text-tags': compareTextTags,
  resolves: compareSet,
}

/** Compares what is published with what is planned. Pure. */
export const compareRecord: Compare = (planned, published) =>
  comparisons[planned.match](planned, published)
