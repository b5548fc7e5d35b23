/** Where mail for the domain is delivered: the server, then those who keep it while the server is away. */
import type { DnsFinding, PlanOptions } from '../../../shared/model/dns.ts'
import { type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import { finding, note, why } from './words.ts'

export interface MxHost {
  readonly host: string
  readonly preference: number
}

const ownPreference = 10

/** `10 mail.example.org`; a host name without a dot at its end, in lower case. */
export function parseMx(value: string): MxHost | undefined {
  const [, preference, host] = /^(\d+)\s+(\S*)$/.exec(value.trim()) ?? []
  if (preference === undefined || host === undefined) return undefined
  return { preference: Number(preference), host: host.replace(/\.$/, '').toLowerCase() }
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)

export interface MxChain {
  readonly own: MxHost
  readonly backups: readonly MxHost[]
  readonly findings: readonly DnsFinding[]
}

/** Puts what the person chose, else what is published, behind the server. */
export function mxChain({ facts, published, options }: PlanInput): MxChain {
  const found = valuesOf(published.mx).flatMap(value => parseMx(value) ?? [])
  const named = found.filter(({ host }) => host !== '')
  const own = named.find(({ host }) => facts.hostnames.includes(host))
  const others = named.filter(({ host }) => !facts.hostnames.includes(host) && !isAddress(host))
  const server: MxHost = { host: facts.hostname, preference: own?.preference ?? ownPreference }
  const findings: DnsFinding[] = []
  if (found.length > 0 && named.length === 0) findings.push(finding('danger', 'mx-null'))
  for (const { host } of named.filter(one => isAddress(one.host)))
    findings.push(finding('danger', 'mx-is-address', { host }))

  const chosen = options.backupMx?.map(lowered)
  if (!chosen && others.length > 0 && !own) {
    const hosts = others.map(({ host }) => host).join(', ')
    findings.push(finding('warning', 'mx-elsewhere', { hosts }))
    return { own: server, backups: [], findings }
  }
  const early = (chosen ?? others).filter(({ preference }) => preference <= server.preference)
  for (const { host, preference } of early)
    findings.push(
      finding('warning', preference === server.preference ? 'mx-equal' : 'mx-before-us', {
        host,
        preference,
        own: server.preference,
      }),
    )
  const backups = (chosen ?? others).map(one =>
    early.includes(one) ? { ...one, preference: server.preference + 10 } : one,
  )
  return { own: server, backups, findings }
}

const lowered = ({ host, preference }: NonNullable<PlanOptions['backupMx']>[number]): MxHost => ({
  preference,
  host: host.replace(/\.$/, '').toLowerCase(),
})

export function planMx({ facts, published }: PlanInput, chain: MxChain): Part {
  const { domain } = facts
  const hosts = [chain.own, ...chain.backups]
  const backup = chain.backups.map(({ host }) => host).join(', ')
  return {
    findings: chain.findings,
    records: [
      {
        id: 'mx',
        group: 'arrive',
        name: domain,
        zone: published.zoneOf(domain),
        type: 'MX',
        ttl: usualTtl,
        values: hosts.map(({ host, preference }) => `${preference} ${host}`),
        importance: 'needed',
        match: 'set',
        why: backup === '' ? why('mx', { domain }) : why('mx-with-backup', { domain, backup }),
        notes: [
          ...(published.mx.kind === 'unknown' ? [note('not-read')] : []),
          ...(backup === '' ? [] : [note('mx-order', { own: chain.own.host, backup })]),
        ],
      },
    ],
  }
}
