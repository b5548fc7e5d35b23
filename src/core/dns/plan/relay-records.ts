/** What the relay needs in the domain's DNS before it sends in its name: patterns of the provider filled in. */
import { domainToASCII } from 'node:url'
import type { DnsFinding, PlannedRecord } from '../../../shared/model/dns.ts'
import type { SenderRecord } from '../../../shared/model/sender-dns.ts'
import { type Part, type PlanInput, usualTtl } from './plan-input.ts'
import { finding, note, why } from './words.ts'

/** SendGrid's shard is a number or nothing at all; everything else is lacking while it is empty. */
const isGiven = (values: Readonly<Record<string, string>>, key: string): boolean =>
  key === 'shard' ? values[key] !== undefined : Boolean(values[key])

/** A pattern's words in braces filled in; undefined while one is lacking. */
export function fillPattern(
  pattern: string,
  values: Readonly<Record<string, string>>,
): string | undefined {
  const missing = [...pattern.matchAll(/\{(\w+)\}/g)].some(([, key = '']) => !isGiven(values, key))
  return missing ? undefined : pattern.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')
}

const isName = (name: string): boolean =>
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/.test(
    name,
  )

/** As people copy it: with blanks, quotes, a dot at the end, or the key's name in front. */
const tidy = (text: string): string =>
  text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/"\s+"/g, '')

export function valuesFor({ facts, options }: PlanInput): Readonly<Record<string, string>> {
  const copied = Object.entries(options.copied ?? {}).map(([key, text]) => [key, tidy(text)])
  return {
    // From `Object.entries` of a record of texts.
    ...(Object.fromEntries(copied) as Record<string, string>),
    domain: facts.domain,
    dashed: facts.domain.replaceAll('.', '-'),
    ...(facts.relay && facts.relay.region !== '' && { region: facts.relay.region }),
  }
}

const matches = { CNAME: 'resolves', MX: 'set', TXT: 'contains' } as const

function recordOf(
  { facts, published }: PlanInput,
  sender: SenderRecord,
  name: string,
  value: string,
): PlannedRecord {
  const relay = facts.relay?.name ?? ''
  const { id, type, role, isOptional, isConfirmed } = sender
  const texts = { relay, domain: facts.domain }
  const isKey = role === 'dkim' && type === 'TXT'
  return {
    id: role === 'dkim' ? `dkim.relay.${id}` : `relay.${id}`,
    group: 'leave',
    name,
    zone: published.zoneOf(name),
    type,
    ttl: usualTtl,
    values: [type === 'TXT' ? value : value.replace(/\.$/, '').toLowerCase()],
    importance: role === 'tracking' ? 'optional' : isOptional ? 'better' : 'needed',
    match: isKey ? 'dkim' : role === 'spf' ? 'spf' : matches[type],
    why: why(`relay-${role}`, texts),
    notes: isConfirmed ? [] : [note('not-confirmed', { relay })],
  }
}

export interface RelayPart extends Part {
  readonly needs: readonly { readonly key: string; readonly isGiven: boolean }[]
}

/** A record at the domain itself that is SPF is merged into the one SPF record, not planned beside it. */
export function planRelayRecords(input: PlanInput): RelayPart {
  const { facts } = input
  if (!facts.relay) return { records: [], findings: [], needs: [] }
  const { name: relay, senderDns } = facts.relay
  const values = valuesFor(input)
  const records: PlannedRecord[] = []
  const findings: DnsFinding[] = []
  for (const sender of senderDns.records) {
    const filled = fillPattern(sender.name, values)
    const value = fillPattern(sender.value, values)
    if (filled === undefined || value === undefined) continue
    const name = domainToASCII(filled.replace(/\.$/, '')).toLowerCase()
    if (!isName(name) || /\p{Cc}/u.test(value))
      findings.push(finding('warning', 'copied-odd', { relay, name: filled }))
    else if (sender.role !== 'spf' || name !== facts.domain)
      records.push(recordOf(input, sender, name, value))
  }
  const keys = [...new Set(senderDns.records.flatMap(one => one.needs))]
  const needs = keys.map(key => ({ key, isGiven: isGiven(values, key) }))
  const lacking = senderDns.records.some(
    one => !one.isOptional && one.needs.some(key => !isGiven(values, key)),
  )
  if (lacking) findings.push(finding('warning', 'relay-needs', { relay }))
  if (senderDns.linkTracking?.isOnAtFirst && input.options.isRewritten === undefined)
    findings.push(finding('warning', 'relay-tracking', { relay }))
  if (senderDns.refuses.includes('foreign-from'))
    findings.push(finding('note', 'relay-foreign-from', { relay }))
  if (senderDns.refuses.includes('rewrites-from'))
    findings.push(finding('warning', 'relay-rewrites-from', { relay }))
  return { records, findings, needs }
}
