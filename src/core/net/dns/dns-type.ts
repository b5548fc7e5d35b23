/** The types that Postern asks for: those of records that are planned, and what tells of zones and their signatures. */
import { DnsType as PlannedType } from '../../../shared/model/dns.ts'

export const dnsTypes = [...PlannedType.options, 'SOA', 'DS', 'DNSKEY'] as const
export type DnsType = (typeof dnsTypes)[number]
