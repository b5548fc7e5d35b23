/** Looks at what is published for a domain and compares it with its plan: five verdicts, and unknown is never bad. */
import type { Duplex } from 'node:stream'
import { isAppError } from '../../../shared/errors.ts'
import type {
  DnsExtra,
  DomainLook,
  DomainPlan,
  PlannedRecord,
  RecordLook,
} from '../../../shared/model/dns.ts'
import type { Resolver } from '../../net/dns/resolver.ts'
import type { HttpDocument } from '../../net/http/ask-https.ts'
import type { HttpGet } from '../../net/http/get.ts'
import { shownChain } from '../../net/smtp/shown-chain.ts'
import type { Clock } from '../../platform.ts'
import { type Blocklist, blocklists, lookAtBlocklists } from './blocklists.ts'
import { compareRecord } from './compare-record.ts'
import { lookAtDnssec } from './dnssec.ts'
import { withEvaluation } from './evaluate-spf.ts'
import { judgeRecord } from './judge-record.ts'
import { judgePolicy, mostPolicyBytes } from './mta-sts.ts'
import { compareResolves, lookBehind } from './resolves.ts'
import { judgeTlsa } from './tlsa.ts'
import { truthOf } from './truth.ts'
import { createVantage, type Vantage } from './vantage.ts'

export interface LookDeps {
  readonly resolver: Resolver
  readonly clock: Clock
  /** Reads the MTA-STS policy; absent: it is not looked at. */
  readonly get?: ((get: HttpGet, signal: AbortSignal) => Promise<HttpDocument>) | undefined
  /** Opens port 25 of a host, for the certificate behind TLSA; absent: it is not looked at. */
  readonly openSmtp?: ((host: string, signal: AbortSignal) => Promise<Duplex>) | undefined
  /** @default those that Postern knows; none: not asked */
  readonly lists?: readonly Blocklist[]
}

/** How far it is: parts that are done, of all. */
export type LookProgress = (done: number, total: number) => void

async function lookAtRecord(
  planned: PlannedRecord,
  plan: DomainPlan,
  vantage: Vantage,
  { clock }: LookDeps,
): Promise<RecordLook> {
  const told = await vantage.tell(planned.name, planned.type)
  const judging = { planned, told, now: clock.now(), compare: compareRecord }
  const first = judgeRecord(judging)
  if (planned.match === 'spf')
    return withEvaluation(first, planned.name, ownAddresses(plan), vantage)
  const isAlias = planned.match === 'resolves' && planned.type === 'CNAME'
  if (!isAlias || first.verdict === 'right' || first.verdict === 'unknown') return first
  return judgeRecord({ ...judging, compare: compareResolves(await lookBehind(planned, vantage)) })
}

/** What is known to be published; undefined where nobody knows. */
async function known(
  name: string,
  type: 'A' | 'AAAA' | 'MX' | 'TXT' | 'TLSA',
  vantage: Vantage,
): Promise<readonly string[] | undefined> {
  const truth = truthOf(await vantage.tell(name, type), type)
  return truth.isKnown ? truth.values : undefined
}

async function lookAtPolicy(
  plan: DomainPlan,
  vantage: Vantage,
  { get }: LookDeps,
): Promise<DnsExtra[]> {
  if (!get) return []
  const { domain } = plan
  const host = `mta-sts.${domain}`
  const [texts, mx, four, six] = await Promise.all([
    known(`_mta-sts.${domain}`, 'TXT', vantage),
    known(domain, 'MX', vantage),
    known(host, 'A', vantage),
    known(host, 'AAAA', vantage),
  ])
  const id = 'mta-sts.policy'
  // Without the record no sender asks for the policy; the record's own line says that it is missing.
  if (!texts?.some(text => /^v=STSv1\b/i.test(text))) return []
  const addresses = [...(four ?? []), ...(six ?? [])]
  if (addresses.length === 0)
    return [
      four && six
        ? { id, verdict: 'wrong', code: 'sts-no-host', params: { host } }
        : { id, verdict: 'unknown', code: 'sts-unreachable', params: { reason: host } },
    ]
  const url = `https://${host}/.well-known/mta-sts.txt`
  const document = await get({ url, addresses, mostBytes: mostPolicyBytes }, vantage.signal)
  const hosts = mx?.map(value => value.split(' ')[1] ?? '')
  return [{ id, ...judgePolicy(document, hosts) }]
}

async function lookAtTlsa(
  plan: DomainPlan,
  vantage: Vantage,
  { openSmtp }: LookDeps,
): Promise<DnsExtra[]> {
  if (!openSmtp) return []
  const { hostname } = plan
  const records = await known(`_25._tcp.${hostname}`, 'TLSA', vantage)
  if (!records || records.length === 0) return []
  const { signal } = vantage
  const seen = async (): Promise<readonly Buffer[] | undefined> => {
    try {
      return await shownChain(await openSmtp(hostname, signal), hostname, signal)
    } catch (error) {
      if (isAppError(error, 'cancelled') || !isAppError(error)) throw error
      return undefined // no way to port 25 from here, as from most homes
    }
  }
  const [chain, dnssec] = await Promise.all([seen(), lookAtDnssec(hostname, vantage)])
  const isSigned = dnssec.verdict === 'unknown' ? undefined : dnssec.code === 'validated'
  return [{ id: 'tlsa.certificate', ...judgeTlsa(records, chain, isSigned) }]
}

/** The addresses that mail leaves from when it leaves directly: those that the server is planned to have. */
const ownAddresses = ({ records, hostname }: DomainPlan): string[] =>
  records
    .filter(one => one.name === hostname && (one.type === 'A' || one.type === 'AAAA'))
    .flatMap(one => one.values)

async function lookAtLists(
  plan: DomainPlan,
  vantage: Vantage,
  deps: LookDeps,
): Promise<DnsExtra[]> {
  const lists = deps.lists ?? blocklists
  if (lists.length === 0) return []
  // Receivers see the relay's address and ask about that one.
  if (plan.relay)
    return [
      {
        id: 'lists',
        verdict: 'not-needed',
        code: 'lists-relay',
        params: { relay: plan.relay.name },
      },
    ]
  return lookAtBlocklists(ownAddresses(plan), lists, vantage)
}

async function lookAtLine(vantage: Vantage): Promise<DnsExtra[]> {
  if (!(await vantage.isIntercepted())) return []
  return [{ id: 'line', verdict: 'unknown', code: 'port-53-intercepted', params: {} }]
}

/**
 * Looks at every planned record, DNSSEC and what stands beside the DNS, all at once.
 * @throws AppError `cancelled`; every other failure is the verdict `unknown`
 */
export async function lookAtPlan(
  plan: DomainPlan,
  deps: LookDeps,
  signal: AbortSignal,
  progress: LookProgress = () => undefined,
): Promise<DomainLook> {
  const vantage = createVantage(deps.resolver, plan.domain, signal)
  const total = plan.records.length + 5
  let done = 0
  const step = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    done += 1
    progress(done, total)
    return result
  }
  const [records, dnssec, ...extras] = await Promise.all([
    Promise.all(plan.records.map(planned => step(lookAtRecord(planned, plan, vantage, deps)))),
    step(lookAtDnssec(plan.domain, vantage)),
    step(lookAtPolicy(plan, vantage, deps)),
    step(lookAtTlsa(plan, vantage, deps)),
    step(lookAtLists(plan, vantage, deps)),
    step(lookAtLine(vantage)),
  ])
  const checkedAt = new Date(deps.clock.now()).toISOString()
  return { domain: plan.domain, records, dnssec, extras: extras.flat(), checkedAt }
}
