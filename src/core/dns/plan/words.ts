/** Sentences by code: the words stand in the catalogue under `dns`. */
import type { dns } from '../../../shared/locales/en/dns.ts'
import type { DnsFinding, DnsWords } from '../../../shared/model/dns.ts'

type Params = DnsWords['params']

export const why = (code: keyof typeof dns.why, params: Params = {}): DnsWords => ({ code, params })

export const note = (code: keyof typeof dns.notes, params: Params = {}): DnsWords => ({
  code,
  params,
})

export const finding = (
  severity: DnsFinding['severity'],
  code: keyof typeof dns.findings,
  params: Params = {},
): DnsFinding => ({ severity, code, params })
