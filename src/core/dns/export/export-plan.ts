/** A plan as a file for other tools. */
import type { dnsFormats } from '../../../shared/contract/dns.ts'
import { dns } from '../../../shared/locales/en/dns.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { DomainPlan } from '../../../shared/model/dns.ts'
import { dnscontrolFile } from './dnscontrol.ts'
import { octodnsZone } from './octodns.ts'
import { recordSets } from './record-sets.ts'
import { terraformFile } from './terraform.ts'
import { zoneFile } from './zone-file.ts'

export type DnsFormat = (typeof dnsFormats)[number]

export interface ExportedPlan {
  readonly text: string
  readonly fileName: string
}

export function exportPlan(plan: DomainPlan, format: DnsFormat): ExportedPlan {
  const { domain, zone, madeAt } = plan
  const sets = recordSets(plan)
  const head = [fill(dns.file.head, { domain, date: madeAt.slice(0, 10) }), dns.file.keep]
  const elsewhere = (other: string): string => fill(dns.file.elsewhere, { zone: other })
  switch (format) {
    case 'zone':
      return { text: zoneFile(sets, zone, head, elsewhere), fileName: `${zone}.zone` }
    case 'octodns':
      return { text: octodnsZone(sets, zone, head, elsewhere), fileName: `${zone}.yaml` }
    case 'dnscontrol':
      return { text: dnscontrolFile(sets, zone, head), fileName: 'dnsconfig.js' }
    case 'terraform':
      return { text: terraformFile(sets, zone, head), fileName: `${domain}.tf` }
    case 'json':
      return {
        text: `${JSON.stringify({ domain, zone, madeAt, records: sets }, null, 2)}\n`,
        fileName: `${domain}.dns.json`,
      }
  }
}
