/** How mail programs find the server by themselves (RFC 6186, RFC 8314; `mailu.md` 3.5). */
import type { PlannedRecord } from '../../../shared/model/dns.ts'
import { type Part, type PlanInput, usualTtl } from './plan-input.ts'
import { note, why } from './words.ts'

interface Service {
  readonly name: string
  readonly port: number
  readonly priority: number
  readonly importance: PlannedRecord['importance']
}

/** With the numbers that Mailu proposes. */
const services: readonly Service[] = [
  { name: 'imaps', port: 993, priority: 10, importance: 'better' },
  { name: 'submissions', port: 465, priority: 10, importance: 'better' },
  { name: 'pop3s', port: 995, priority: 10, importance: 'optional' },
  { name: 'imap', port: 143, priority: 20, importance: 'optional' },
  { name: 'pop3', port: 110, priority: 20, importance: 'optional' },
  { name: 'submission', port: 587, priority: 20, importance: 'optional' },
]

function serviceRecord({ facts, published }: PlanInput, service: Service): PlannedRecord {
  const { domain, hostname } = facts
  const isOpen = facts.ports.includes(service.port)
  const name = `_${service.name}._tcp.${domain}`
  return {
    id: `srv.${service.name}`,
    group: 'read',
    name,
    zone: published.zoneOf(name),
    type: 'SRV',
    ttl: usualTtl,
    // A target of `.` says that there is decidedly no such service (RFC 2782).
    values: [isOpen ? `${service.priority} 1 ${service.port} ${hostname}` : '0 0 0 .'],
    importance: isOpen ? service.importance : 'optional',
    match: 'set',
    why: isOpen
      ? why('srv', { service: service.name, port: service.port })
      : why('srv-none', { service: service.name, port: service.port }),
    notes: [],
  }
}

function alias(
  { facts, published }: PlanInput,
  label: 'autoconfig' | 'autodiscover',
): PlannedRecord {
  const name = `${label}.${facts.domain}`
  return {
    id: label,
    group: 'read',
    name,
    zone: published.zoneOf(name),
    type: 'CNAME',
    ttl: usualTtl,
    values: [facts.hostname],
    importance: 'better',
    match: 'resolves',
    why: why(label),
    notes: facts.tlsFlavor.startsWith('letsencrypt')
      ? [note('needs-hostname', { name })]
      : [note('needs-certificate', { name })],
  }
}

export function planServices(input: PlanInput): Part {
  const { domain, hostname } = input.facts
  const name = `_autodiscover._tcp.${domain}`
  return {
    findings: [],
    records: [
      ...services.map(service => serviceRecord(input, service)),
      alias(input, 'autoconfig'),
      alias(input, 'autodiscover'),
      {
        id: 'srv.autodiscover',
        group: 'read',
        name,
        zone: input.published.zoneOf(name),
        type: 'SRV',
        ttl: usualTtl,
        values: [`10 1 443 ${hostname}`],
        importance: 'optional',
        match: 'set',
        why: why('srv-autodiscover'),
        notes: [],
      },
    ],
  }
}
