/** Other readers for what Postern writes: each gives the same canonical lines `NAME TTL TYPE VALUE`. */
import { runInNewContext } from 'node:vm'
import { parse } from 'yaml'
import type { RecordSet } from '../../../../../src/core/dns/export/record-sets.ts'

const bare = (name: string): string => (name === '.' ? '.' : name.replace(/\.$/, ''))
const line = (name: string, ttl: number, type: string, value: string): string =>
  `${bare(name)} ${ttl} ${type} ${value}`

export const linesOf = (sets: readonly RecordSet[]): string[] =>
  sets
    .flatMap(({ name, ttl, type, values }) => values.map(value => line(name, ttl, type, value)))
    .sort()

/** Strings in quotes joined, escapes undone (RFC 1035, 5.1). */
export const unquoted = (text: string): string =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, part = '']) => part.replace(/\\(.)/g, '$1'))
    .join('')

/** The data of a zone file in the form of the plan. */
export function plainData(type: string, data: string): string {
  if (type === 'TXT') return unquoted(data)
  const words = data.trim().split(/\s+/)
  const last = words.pop() ?? ''
  if (type === 'CAA') return [...words, unquoted(last)].join(' ')
  if (type === 'TLSA') return [...words, last.toLowerCase()].join(' ')
  return [...words, bare(last)].join(' ')
}

type Mapping = Readonly<Record<string, string | number>>

export function readOctodns(text: string, zone: string): string[] {
  const document = parse(text) as Readonly<
    Record<
      string,
      readonly { type: string; ttl: number; value?: string; values?: (string | Mapping)[] }[]
    >
  >
  const keys: Readonly<Record<string, readonly string[]>> = {
    MX: ['preference', 'exchange'],
    SRV: ['priority', 'weight', 'port', 'target'],
    CAA: ['flags', 'tag', 'value'],
    TLSA: ['certificate_usage', 'selector', 'matching_type', 'certificate_association_data'],
  }
  const valueOf = (type: string, value: string | Mapping): string => {
    if (typeof value === 'string') {
      // OctoDNS refuses a zone with `unescaped ;`.
      if (type === 'TXT' && /(^|[^\\]);/.test(value)) throw new Error(`unescaped ; in ${value}`)
      return type === 'TXT' ? value.replaceAll('\\;', ';') : bare(value)
    }
    return (keys[type] ?? []).map(key => bare(String(value[key]))).join(' ')
  }
  return Object.entries(document)
    .flatMap(([label, sets]) =>
      sets.flatMap(({ type, ttl, value, values }) =>
        [value ?? [], values ?? []]
          .flat()
          .map(one =>
            line(label === '' ? zone : `${label}.${zone}`, ttl, type, valueOf(type, one)),
          ),
      ),
    )
    .sort()
}

/** Runs dnsconfig.js with functions that only collect. */
export function readDnscontrol(text: string): { lines: string[]; keepsOthers: boolean } {
  const lines: string[] = []
  let keepsOthers = true
  const ttl = Symbol('ttl')
  type Part = { type: string; name: string; value: string; ttl: number }
  const record =
    (type: string) =>
    (name: string, ...rest: unknown[]): Part => {
      const time = rest.find((one): one is { [ttl]: number } => typeof one === 'object')
      const values = rest.filter(one => typeof one !== 'object').map(String)
      const isText = type === 'TXT' || type === 'CAA'
      const parts = isText ? values : values.map(bare)
      return {
        type,
        name,
        value: type === 'CAA' ? `0 ${parts.join(' ')}` : parts.join(' '),
        ttl: time?.[ttl] ?? 0,
      }
    }
  const types = ['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'SRV', 'CAA', 'TLSA']
  runInNewContext(text, {
    NewRegistrar: () => 'registrar',
    NewDnsProvider: () => 'provider',
    DnsProvider: () => 'provider',
    NO_PURGE: 'keep',
    TTL: (seconds: number) => ({ [ttl]: seconds }),
    ...Object.fromEntries(types.map(type => [type, record(type)])),
    D(zone: string, _: unknown, ...parts: (string | Part)[]) {
      keepsOthers &&= parts.includes('keep')
      for (const part of parts)
        if (typeof part === 'object')
          lines.push(
            line(
              part.name === '@' ? zone : `${part.name}.${zone}`,
              part.ttl,
              part.type,
              part.value,
            ),
          )
    },
  })
  return { lines: lines.sort(), keepsOthers }
}

/** As much of HCL as resources have: strings with escapes, numbers, booleans, one nested object. */
export function readTerraform(text: string): { lines: string[]; labels: string[] } {
  const string = (raw: string): string => {
    // Either would begin a template.
    if (/[$%]\{/.test(raw.replaceAll('$${', '').replaceAll('%%{', '')))
      throw new Error(`a template in ${raw}`)
    return (JSON.parse(raw) as string).replaceAll('$${', '${').replaceAll('%%{', '%{')
  }
  const lines: string[] = []
  const labels: string[] = []
  for (const [, label = '', body = ''] of text.matchAll(
    /^resource "cloudflare_dns_record" "([^"]+)" \{\n(.*?)\n\}$/gms,
  )) {
    labels.push(label)
    const at = new Map<string, string>()
    for (const [, key = '', raw = ''] of body.matchAll(
      /^ +(\w+) = ("(?:[^"\\]|\\.)*"|\w[\w.]*)$/gm,
    ))
      at.set(key, raw.startsWith('"') ? string(raw) : raw)
    const get = (key: string): string => at.get(key) ?? ''
    const type = get('type')
    const values: Readonly<Record<string, () => string>> = {
      MX: () => `${get('priority')} ${get('content')}`,
      TXT: () => unquoted(get('content')),
      SRV: () => ['priority', 'weight', 'port', 'target'].map(get).join(' '),
      CAA: () => ['flags', 'tag', 'value'].map(get).join(' '),
      TLSA: () => ['usage', 'selector', 'matching_type', 'certificate'].map(get).join(' '),
    }
    const value = values[type]?.() ?? get('content')
    lines.push(line(get('name'), Number(get('ttl')), type, value))
  }
  return { lines: lines.sort(), labels }
}

/** What `named-compilezone -o - -s full` prints: full names, one record a line. */
export const readCompiled = (text: string): string[] =>
  text
    .split('\n')
    .flatMap(row => {
      const [, name = '', ttl = '', type = '', data = ''] =
        /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$/.exec(row) ?? []
      return type === '' || type === 'SOA' || type === 'NS'
        ? []
        : [line(name, Number(ttl), type, plainData(type, data))]
    })
    .sort()
