/** The records as resources of Terraform's Cloudflare provider (version 5). */
import { createHash } from 'node:crypto'
import { endsWithHost, quoted, textStrings, valueParts } from '../../../shared/mail/record-parts.ts'
import { type RecordSet, zonesOf } from './record-sets.ts'

/** A quoted template of HCL: `${` and `%{` would begin a template, and SPF macros begin with the latter. */
const text = (value: string): string =>
  JSON.stringify(value).replaceAll('${', '$${').replaceAll('%{', '%%{')

const word = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')

/** Of the same name and type may be several: a part of the value's hash tells them apart, whatever their order. */
const labelOf = ({ name, type }: RecordSet, value: string): string =>
  `mail_${type.toLowerCase()}_${word(name)}_${createHash('sha256').update(value).digest('hex').slice(0, 6)}`

const dataKeys = {
  SRV: ['priority', 'weight', 'port', 'target'],
  CAA: ['flags', 'tag', 'value'],
  TLSA: ['usage', 'selector', 'matching_type', 'certificate'],
} as const

const isNumber = (key: string): boolean =>
  ['priority', 'weight', 'port', 'flags', 'usage', 'selector', 'matching_type'].includes(key)

function contentLines({ type }: RecordSet, value: string): readonly string[] {
  const parts = valueParts(type, value)
  if (type in dataKeys) {
    const keys = dataKeys[type as keyof typeof dataKeys]
    return [
      ...(type === 'SRV' ? [`  priority = ${parts[0]!}`] : []),
      '  data = {',
      ...keys.map((key, at) => `    ${key} = ${isNumber(key) ? parts[at]! : text(parts[at]!)}`),
      '  }',
    ]
  }
  if (type === 'MX') return [`  priority = ${parts[0]!}`, `  content = ${text(parts[1]!)}`]
  if (type === 'TXT') return [`  content = ${text(textStrings(value).map(quoted).join(' '))}`]
  return [
    `  content = ${text(value)}`,
    // Mail cannot go through Cloudflare's web proxy.
    ...(endsWithHost(type) || type === 'A' || type === 'AAAA' ? ['  proxied = false'] : []),
  ]
}

export function terraformFile(
  sets: readonly RecordSet[],
  zone: string,
  head: readonly string[],
): string {
  const zones = zonesOf(sets, zone).filter(one => sets.some(set => set.zone === one))
  const variable = (one: string): string => `zone_id_${word(one)}`
  const resources = sets.flatMap(set =>
    set.values.map(value =>
      [
        `resource "cloudflare_dns_record" ${text(labelOf(set, value))} {`,
        `  zone_id = var.${variable(set.zone)}`,
        `  name = ${text(set.name)}`,
        `  type = ${text(set.type)}`,
        `  ttl = ${set.ttl}`,
        ...contentLines(set, value),
        '}',
      ].join('\n'),
    ),
  )
  return [
    head.map(line => `# ${line}`).join('\n'),
    ...zones.map(one => `variable ${text(variable(one))} {\n  type = string\n}`),
    ...resources,
    '',
  ].join('\n\n')
}
