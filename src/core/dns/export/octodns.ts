/** The records as a zone of OctoDNS's YamlProvider, which wants every key in order. */
import {
  dotted,
  endsWithHost,
  relativeName,
  valueParts,
} from '../../../shared/mail/record-parts.ts'
import { type RecordSet, zoneData } from './record-sets.ts'

/** A double-quoted scalar of YAML is written as JSON's. */
const text = (value: string): string => JSON.stringify(value)

/** Digits count as numbers, all else by its code: the order of Python's natsort, which OctoDNS checks. */
function inNaturalOrder(one: string, other: string): number {
  const [left, right] = [one, other].map(name => name.split(/(\d+)/))
  for (const [at, part] of left!.entries()) {
    const against = right![at]
    if (against === undefined) return 1
    if (part === against) continue
    if (at % 2 === 1) return Number(part) - Number(against)
    return part < against ? -1 : 1
  }
  return left!.length - right!.length
}

const keysOf = {
  MX: ['preference', 'exchange'],
  SRV: ['priority', 'weight', 'port', 'target'],
  CAA: ['flags', 'tag', 'value'],
  TLSA: ['certificate_usage', 'selector', 'matching_type', 'certificate_association_data'],
} as const

/** One value: a mapping for types with parts, else a text. Its texts want semicolons escaped. */
function valueLines({ type }: RecordSet, value: string, indent: string): readonly string[] {
  if (type === 'TXT') return [`${indent}- ${text(value.replaceAll(';', '\\;'))}`]
  const keys = type in keysOf ? keysOf[type as keyof typeof keysOf] : undefined
  if (!keys) return [`${indent}- ${text(endsWithHost(type) ? dotted(value) : value)}`]
  const parts = [...valueParts(type, value)]
  if (endsWithHost(type)) parts[parts.length - 1] = dotted(parts.at(-1)!)
  return keys
    .map((key, at) => ({ key, part: parts[at]! }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, part }, at) => {
      const shown = /^\d+$/.test(part) && key !== 'certificate_association_data' ? part : text(part)
      return `${indent}${at === 0 ? '- ' : '  '}${key}: ${shown}`
    })
}

function setLines(set: RecordSet): readonly string[] {
  const one = set.type === 'CNAME'
  return [
    `- ttl: ${set.ttl}`,
    `  type: ${set.type}`,
    ...(one
      ? [`  value: ${text(dotted(set.values[0]!))}`]
      : ['  values:', ...set.values.flatMap(value => valueLines(set, value, '  '))]),
  ]
}

/** See `zoneFile` for the parameters. */
export function octodnsZone(
  sets: readonly RecordSet[],
  zone: string,
  head: readonly string[],
  elsewhere: (zone: string) => string,
): string {
  const own = sets.filter(set => set.zone === zone)
  const names = [...new Set(own.map(set => relativeName(set.name, zone, '')))].sort(inNaturalOrder)
  const others = sets.filter(set => set.zone !== zone)
  return [
    ...head.map(line => `# ${line}`),
    '---',
    ...names.flatMap(name => [
      `${text(name)}:`,
      ...own.filter(set => relativeName(set.name, zone, '') === name).flatMap(setLines),
    ]),
    ...others.flatMap(set => [
      `# ${elsewhere(set.zone)}`,
      ...set.values.map(
        value => `# ${dotted(set.name)} ${set.ttl} ${set.type} ${zoneData(set.type, value)}`,
      ),
    ]),
    '',
  ].join('\n')
}
