/** The records as a zone file (RFC 1035, 5), to be added to the zone's own. */
import { dotted, relativeName } from '../../../shared/mail/record-parts.ts'
import { type RecordSet, zoneData } from './record-sets.ts'

const lines = (set: RecordSet, name: string): readonly string[] =>
  set.values.map(value => `${name} ${set.ttl} IN ${set.type} ${zoneData(set.type, value)}`)

/**
 * @param head comment lines
 * @param elsewhere the line that stands above the records of another zone, which are comments here
 */
export function zoneFile(
  sets: readonly RecordSet[],
  zone: string,
  head: readonly string[],
  elsewhere: (zone: string) => string,
): string {
  const own = sets.filter(set => set.zone === zone)
  const others = [...new Set(sets.filter(set => set.zone !== zone).map(set => set.zone))]
  return [
    ...head.map(line => `; ${line}`),
    `$ORIGIN ${dotted(zone)}`,
    ...own.flatMap(set => lines(set, relativeName(set.name, zone, '@'))),
    ...others.flatMap(other => [
      `; ${elsewhere(other)}`,
      ...sets
        .filter(set => set.zone === other)
        .flatMap(set => lines(set, dotted(set.name)))
        .map(line => `; ${line}`),
    ]),
    '',
  ].join('\n')
}
