/** What receivers are to do with mail that is not proven: a policy that the way through the relay really survives. */
import { organizationalDomain } from '../../net/dns/organizational-domain.ts'
import type {
  DmarcAdvice,
  DmarcStage,
  DnsFinding,
  DnsWords,
  PlannedRecord,
} from '../../../shared/model/dns.ts'
import { DmarcStage as Stages } from '../../../shared/model/dns.ts'
import { judgeAlignment, type WorkedOut } from './alignment.ts'
import { composeTags, isDmarc, parseTags } from './dmarc-tags.ts'
import { type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import { finding, note, why } from './words.ts'

const stages = Stages.options

const stageOf = (text: string | undefined): DmarcStage | undefined =>
  stages.find(stage => stage === text?.toLowerCase())

export interface DmarcPart extends Part {
  readonly dmarc: DmarcAdvice
}

/** Which of the two proofs carries the mail, in words of what the receiver will see. */
function adviceOf({ facts }: PlanInput, worked: WorkedOut): DnsWords {
  const { result, by } = judgeAlignment(worked, worked)
  const params = {
    domain: facts.domain,
    relay: facts.relay?.name ?? '',
    returnPath: worked.spf.domain ?? '',
    signer: worked.dkim.domain ?? '',
  }
  const way = facts.relay ? 'relay' : 'direct'
  if (result !== 'pass')
    return { code: `${result === 'fail' ? 'fails' : 'unknown'}-${way}`, params }
  // What is not known of the other proof is not said to be lacking.
  const isOpen =
    by.length === 1 && (by[0] === 'dkim' ? worked.spf : worked.dkim).result === 'unknown'
  return { code: `${by.length === 2 ? 'both' : by[0]!}-${way}${isOpen ? '-open' : ''}`, params }
}

/** The published policy, its stage and its modes; modes are relaxed unless they say otherwise (RFC 7489, 6.3). */
function publishedPolicy({ published }: PlanInput) {
  const records = valuesOf(published.dmarc).filter(isDmarc)
  const tags = records.length === 1 ? parseTags(records[0]!) : undefined
  const mode = (name: string): 'r' | 's' => (tags?.get(name)?.toLowerCase() === 's' ? 's' : 'r')
  return {
    count: records.length,
    tags,
    stage: stageOf(tags?.get('p')),
    modes: { adkim: mode('adkim'), aspf: mode('aspf') },
  }
}

const mailto = (local: string, domain: string): string => `mailto:${local}@${domain}`

/** The user's own tags are kept; policy and modes are set, and reports asked for where nobody asked. */
function composePolicy(
  { facts }: PlanInput,
  before: ReadonlyMap<string, string> | undefined,
  stage: DmarcStage,
  { adkim, aspf }: WorkedOut,
): string {
  const { reports, mainDomain } = facts
  const tags = new Map([['v', 'DMARC1'], ['p', stage], ...(before ?? [])])
  tags.set('v', 'DMARC1').set('p', stage)
  if (!tags.has('rua') && reports.rua) tags.set('rua', mailto(reports.rua, mainDomain))
  if (!before && reports.ruf) tags.set('ruf', mailto(reports.ruf, mainDomain))
  return composeTags(tags.set('adkim', adkim).set('aspf', aspf))
}

/** Whose mailboxes get the reports. */
const reportDomains = (policy: string): readonly string[] =>
  ['rua', 'ruf'].flatMap(tag =>
    [...(parseTags(policy).get(tag) ?? '').matchAll(/mailto:[^@,\s]+@([^,!\s]+)/gi)].map(
      ([, domain = '']) => domain.toLowerCase(),
    ),
  )

/** RFC 7489, 7.1: another organisation's mailbox gets reports only where its DNS agrees. */
function authorisations(input: PlanInput, policy: string): PlannedRecord[] {
  const { facts, published } = input
  const foreign = [...new Set(reportDomains(policy))].filter(
    domain => organizationalDomain(domain) !== organizationalDomain(facts.domain),
  )
  return foreign.map(domain => {
    const name = `${facts.domain}._report._dmarc.${domain}`
    const isOwn = facts.domains.includes(domain) || domain === facts.mainDomain
    return {
      id: `dmarc-report.${domain}`,
      group: 'leave',
      name,
      zone: published.zoneOf(domain),
      type: 'TXT',
      ttl: usualTtl,
      values: ['v=DMARC1'],
      importance: 'better',
      match: 'text-tags',
      why: why('dmarc-report', { domain: facts.domain, mailbox: domain }),
      notes: isOwn ? [] : [note('report-elsewhere', { mailbox: domain })],
    }
  })
}

export function planDmarc(input: PlanInput, worked: WorkedOut): DmarcPart {
  const { facts, published, options } = input
  const { domain } = facts
  const before = publishedPolicy(input)
  const { result } = judgeAlignment(worked, worked)
  const now = before.stage && judgeAlignment(worked, before.modes).result
  const isEnforced = before.stage !== undefined && before.stage !== 'none'
  const wanted = options.dmarcStage ?? before.stage ?? 'none'
  // A policy that would throw away one's own mail is not proposed, unless it is asked for in so many words.
  const stage = result === 'fail' && options.dmarcStage === undefined ? 'none' : wanted
  const next = result === 'pass' ? stages[stages.indexOf(stage) + 1] : undefined

  const findings: DnsFinding[] = []
  if (before.count > 1) findings.push(finding('danger', 'dmarc-several', { n: before.count }))
  if (result === 'fail' && stage !== 'none')
    findings.push(finding('danger', 'dmarc-would-fail', { stage }))
  if (isEnforced && now === 'fail')
    findings.push(finding('danger', 'dmarc-fails-now', { stage: before.stage ?? 'none' }))

  const notes: DnsWords[] = []
  if (published.dmarc.kind === 'unknown') notes.push(note('not-read'))
  if (before.modes.aspf === 's' && worked.aspf === 'r')
    notes.push(note('dmarc-strict-spf', { returnPath: worked.spf.domain ?? '–' }))
  if (before.modes.adkim === 's' && worked.adkim === 'r') notes.push(note('dmarc-strict-dkim'))
  if (next) notes.push(note('dmarc-next', { next }))

  const policy = composePolicy(input, before.tags, stage, worked)
  const name = `_dmarc.${domain}`
  return {
    dmarc: {
      advice: adviceOf(input, worked),
      alignment: { spf: worked.spf, dkim: worked.dkim },
      adkim: worked.adkim,
      aspf: worked.aspf,
      stage,
      ...(next && { next }),
    },
    findings,
    records: [
      {
        id: 'dmarc',
        group: 'leave',
        name,
        zone: published.zoneOf(name),
        type: 'TXT',
        ttl: usualTtl,
        values: [policy],
        importance: 'needed',
        match: 'dmarc',
        why: why('dmarc', { domain }),
        notes,
      },
      ...authorisations(input, policy),
    ],
  }
}
