/** A planned record in the shape of a DNS host's form. Pure. */
import type { DnsHost, DnsType, HostEntry, HostField, PlannedRecord } from '../model/dns.ts'
import {
  dotted,
  endsWithHost,
  quoted,
  relativeName,
  textStrings,
  valueParts,
} from './record-parts.ts'

const partIds: Readonly<Partial<Record<DnsType, readonly HostField['id'][]>>> = {
  SRV: ['priority', 'weight', 'port', 'target'],
  CAA: ['flags', 'tag', 'value'],
  TLSA: ['usage', 'selector', 'matching', 'value'],
}

function textOf(value: string, shape: DnsHost): string {
  if (shape.text === 'plain') return value
  return shape.text === 'quoted' ? quoted(value) : textStrings(value).map(quoted).join(' ')
}

function nameOf({ name, zone }: PlannedRecord, shape: DnsHost): string {
  if (shape.names === 'relative') return relativeName(name, zone, shape.apex)
  return shape.isDotted ? dotted(name) : name
}

/** The fields behind name, type and TTL. */
function valueFields(type: DnsType, value: string, shape: DnsHost): readonly HostField[] {
  if (type === 'TXT') return [{ id: 'value', value: textOf(value, shape) }]
  const parts = [...valueParts(type, value)]
  const last = parts.length - 1
  if (endsWithHost(type) && shape.isDotted) parts[last] = dotted(parts[last]!)
  const ids = partIds[type]
  if (ids && shape.arePartsApart) return ids.map((id, at) => ({ id, value: parts[at]! }))
  if (type === 'CAA') parts[last] = quoted(parts[last]!)
  if ((type === 'MX' || type === 'SRV') && shape.isPriorityApart) {
    const [priority = '', ...rest] = parts
    return [
      { id: 'priority', value: priority },
      { id: 'value', value: rest.join(' ') },
    ]
  }
  return [{ id: 'value', value: parts.join(' ') }]
}

/** One entry of the form for each value, with the record's id. */
export const hostEntries = (record: PlannedRecord, shape: DnsHost): readonly HostEntry[] =>
  record.values.map(value => ({
    id: record.id,
    fields: [
      { id: 'name', value: nameOf(record, shape) },
      { id: 'type', value: record.type },
      { id: 'ttl', value: String(Math.max(record.ttl, shape.minTtl)) },
      ...valueFields(record.type, value, shape),
    ],
  }))
