/** Input of a record plan for tests: a usual home server of `example.test`; each test says what differs. */
import { resolve } from 'node:path'
import { loadRelayProviders } from '../../src/core/relay/providers.ts'
import { relayFacts } from '../../src/core/relay/relay-facts.ts'
import { makePlan } from '../../src/core/dns/plan/make-plan.ts'
import type { Found, MailFacts, PlanInput, Published } from '../../src/core/dns/plan/plan-input.ts'
import { mxChain } from '../../src/core/dns/plan/plan-mx.ts'
import { workOutSpf } from '../../src/core/dns/plan/plan-spf.ts'
import { organizationalDomain } from '../../src/core/net/dns/organizational-domain.ts'
import { DomainPlan, type PlannedRecord, type PlanOptions } from '../../src/shared/model/dns.ts'
import { zoneOf } from './zone-text.ts'

export const providers = await loadRelayProviders(resolve('resources'))

export const found = (...values: string[]): Found =>
  values.length > 0 ? { kind: 'records', values } : { kind: 'nothing' }

export const dkimKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtdYvw+z0pv7giOQtsIat7EuXzwn2f1XHhuYw6z/pI8LdXaofsFBdOpv0z/04y71RWMOYrgBsdez/4fm6LPDrntB1i7GfnqS1aPeAv1wK2bzlBGqzad63UayC2LL2kzx1sg9FdOYkZDD+qGCTYddBRIe0EwEAX9nLnOyDrESBdgdHLIqXkkGK4Ts211+gUwFb9B7oMWn5QWx8o8cdhAn48m3RdohnwyjBzwjiQxhEaKtiiSjQGXEhX3tnBrDQqUJHXLJKMuf8OP7wnyKlGekFAcj1JCpzEDOHu4ftaiYGapq71aDiZctkmHMOPUhtmPCMP4M73rHZc8dy/Oh3bUQDpQIDAQAB'

export const usualFacts: MailFacts = {
  domain: 'example.test',
  hostname: 'mail.example.test',
  hostnames: ['mail.example.test', 'imap.example.test'],
  mainDomain: 'example.test',
  domains: ['example.test', 'other.test'],
  dkim: { selector: 'dkim', key: dkimKey },
  reports: { rua: 'admin', ruf: 'admin' },
  ports: [25, 80, 443, 465, 993, 995],
  tlsFlavor: 'letsencrypt',
  addresses: { v4: ['198.51.100.20'], v6: [] },
}

export const nothingPublished: Published = {
  mx: found(),
  txt: found(),
  dmarc: found(),
  mtaSts: found(),
  tlsRpt: found(),
  a: found('198.51.100.20'),
  aaaa: found(),
  tlsa: found(),
  caa: { name: 'mail.example.test', found: found() },
  isHostSigned: false,
  zoneOf: organizationalDomain,
}

export interface Given {
  readonly facts?: Partial<MailFacts>
  readonly published?: Partial<Published>
  readonly options?: PlanOptions
  /** Host of the relay, as in RELAYHOST. */
  readonly relay?: string
  /** Lines of `zone-text.ts` behind the SPF record. */
  readonly zone?: string
}

export const relayAt = (host: string): MailFacts['relay'] =>
  relayFacts({ RELAYHOST: `[${host}]:587` }, providers)

export function inputOf({ facts, published, options, relay }: Given): PlanInput {
  const known = relay === undefined ? undefined : relayAt(relay)
  return {
    facts: { ...usualFacts, ...(known && { relay: known }), ...facts },
    published: { ...nothingPublished, ...published },
    options: options ?? {},
  }
}

/** The whole plan, as the contract gives it. */
export async function planOf(given: Given): Promise<DomainPlan> {
  const input = inputOf(given)
  const chain = mxChain(input)
  const zone = zoneOf(`${input.facts.domain} A 192.0.2.1\n${given.zone ?? ''}`)
  const spf = await workOutSpf(input, chain, zone)
  return DomainPlan.parse(makePlan(input, chain, spf, Date.parse('2026-11-23T09:00:00Z')))
}

/** What a record says, by its id; undefined when it is not planned. */
export const valuesAt = ({ records }: DomainPlan, id: string): readonly string[] | undefined =>
  records.find(record => record.id === id)?.values

export const recordAt = ({ records }: DomainPlan, id: string): PlannedRecord => {
  const record = records.find(one => one.id === id)
  if (!record) throw new Error(`no record ${id}`)
  return record
}

export const codesOf = ({ findings }: DomainPlan): readonly string[] =>
  findings.map(({ code }) => code)

/** A relay that proves nothing in the user's name: it signs as itself, and replaces a header that Mailu signed. */
export const relayWithoutProof: NonNullable<MailFacts['relay']> = {
  provider: 'x',
  name: 'X',
  host: 'smtp.x.test',
  region: '',
  senderDns: {
    records: [],
    returnPath: 'provider',
    dkimDomain: 'provider',
    refuses: [],
    changes: ['message-id'],
    unconfirmed: [],
    sources: [],
  },
}
