/** What SPF says of one client (RFC 7208): `check_host` with its limits. */
import { type IpAddress, isInNetwork, parseIp, reverseName, unmapped } from '../ip-address.ts'
import { expandMacros, type MacroValues } from './expand-macros.ts'
import { isSpf, parseSpf } from './parse-spf.ts'
import type { SpfAnswer, SpfAsk, SpfMechanism, SpfProblem, SpfResult } from './types.ts'

export interface SpfQuestion {
  readonly ip: string
  /** The envelope sender; empty for a bounce. */
  readonly sender: string
  readonly helo: string
  readonly ask: SpfAsk
}

export interface SpfVerdict {
  readonly result: SpfResult
  readonly problem?: SpfProblem
  /** The mechanism that matched, as it was written. */
  readonly mechanism?: string
  /** The domain whose record was judged. */
  readonly domain: string
  readonly lookups: number
  readonly voids: number
}

/** RFC 7208, 4.6.4: terms that ask, answers that are empty, hosts of one MX or names of one address. */
export const spfLimits = { lookups: 10, voids: 2, hosts: 10 } as const

class Broken extends Error {
  readonly result: 'temperror' | 'permerror'
  readonly problem: SpfProblem
  constructor(result: 'temperror' | 'permerror', problem: SpfProblem) {
    super(problem)
    this.result = result
    this.problem = problem
  }
}

interface Judged {
  readonly result: SpfResult
  readonly mechanism?: string
}

interface Work {
  readonly ip: IpAddress
  readonly sender: string
  readonly helo: string
  readonly ask: SpfAsk
  lookups: number
  voids: number
}

const qualified = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const

/** Whether a name can be asked at all: at least two labels of 1 to 63 bytes, 253 in all. */
const isAskable = (name: string): boolean =>
  name.length <= 253 &&
  name.includes('.') &&
  name.split('.').every(label => label.length >= 1 && label.length <= 63)

const hostOf = (mx: string): string => mx.replace(/^\d+\s+/, '').replace(/\.$/, '')

/** One question; an empty answer is counted. */
async function asked(work: Work, name: string, type: Parameters<SpfAsk>[1]): Promise<SpfAnswer> {
  const answer = await work.ask(name, type)
  if (answer.kind === 'unknown') throw new Broken('temperror', 'no-answer')
  if (answer.kind !== 'records' || answer.values.length === 0) {
    work.voids += 1
    if (work.voids > spfLimits.voids) throw new Broken('permerror', 'too-many-voids')
  }
  return answer
}

const valuesOf = (answer: SpfAnswer): readonly string[] =>
  answer.kind === 'records' ? answer.values : []

const addressType = (ip: IpAddress): 'A' | 'AAAA' => (ip.family === 4 ? 'A' : 'AAAA')

function isOneOf(
  work: Work,
  addresses: readonly string[],
  { bits4, bits6 }: SpfMechanism,
): boolean {
  const length = work.ip.family === 4 ? (bits4 ?? 32) : (bits6 ?? 128)
  return addresses.some(text => {
    const address = parseIp(text)
    return address !== undefined && isInNetwork(work.ip, address, length)
  })
}

/** The client's names whose addresses lead back to it (RFC 7208, 5.5); nothing when the DNS does not answer. */
async function validatedNames(work: Work): Promise<readonly string[]> {
  const named = await work.ask(reverseName(work.ip), 'PTR')
  const names = valuesOf(named).slice(0, spfLimits.hosts)
  const found: string[] = []
  for (const name of names.map(one => one.replace(/\.$/, ''))) {
    const answer = await work.ask(name, addressType(work.ip))
    if (isOneOf(work, valuesOf(answer), { kind: 'a', qualifier: '+', text: '' })) found.push(name)
  }
  return found
}

const isUnder = (name: string, domain: string): boolean =>
  name.toLowerCase() === domain.toLowerCase() ||
  name.toLowerCase().endsWith(`.${domain.toLowerCase()}`)

async function validated(work: Work, domain: string): Promise<string> {
  const names = await validatedNames(work)
  const same = names.find(name => name.toLowerCase() === domain.toLowerCase())
  return same ?? names.find(name => isUnder(name, domain)) ?? names[0] ?? 'unknown'
}

async function mxMatches(work: Work, name: string, mechanism: SpfMechanism): Promise<boolean> {
  const hosts = valuesOf(await asked(work, name, 'MX'))
    .map(hostOf)
    .filter(Boolean)
  if (hosts.length > spfLimits.hosts) throw new Broken('permerror', 'too-many-mx')
  for (const host of hosts) if (isOneOf(work, await addressesOf(work, host), mechanism)) return true
  return false
}

/** Of one host of an MX. That it has none in this family is usual, and not counted. */
async function addressesOf(work: Work, host: string): Promise<readonly string[]> {
  if (!isAskable(host)) return []
  const answer = await work.ask(host, addressType(work.ip))
  if (answer.kind === 'unknown') throw new Broken('temperror', 'no-answer')
  return valuesOf(answer)
}

/** Whether one mechanism matches the client. */
async function matches(work: Work, mechanism: SpfMechanism, domain: string): Promise<boolean> {
  const { kind, target, bits4 = 32, bits6 = 128 } = mechanism
  if (kind === 'all') return true
  if (kind === 'ip4' || kind === 'ip6') {
    const network = parseIp(target ?? '')
    return network !== undefined && isInNetwork(work.ip, network, kind === 'ip4' ? bits4 : bits6)
  }
  countLookup(work)
  const name = target === undefined ? domain : await expanded(work, target, domain)
  if (kind === 'include') return included(work, name)
  if (!isAskable(name)) return false
  if (kind === 'ptr') return (await validatedNames(work)).some(one => isUnder(one, name))
  if (kind === 'exists') return valuesOf(await asked(work, name, 'A')).length > 0
  if (kind === 'mx') return mxMatches(work, name, mechanism)
  return isOneOf(work, valuesOf(await asked(work, name, addressType(work.ip))), mechanism)
}

function countLookup(work: Work): void {
  work.lookups += 1
  if (work.lookups > spfLimits.lookups) throw new Broken('permerror', 'too-many-lookups')
}

const expanded = (work: Work, spec: string, domain: string): Promise<string> => {
  const values: MacroValues = {
    ip: work.ip,
    sender: work.sender,
    helo: work.helo,
    domain,
    validated: () => validated(work, domain),
  }
  return expandMacros(spec, values)
}

async function included(work: Work, name: string): Promise<boolean> {
  const { result } = await check(work, name)
  if (result === 'none') throw new Broken('permerror', 'include-without-record')
  return result === 'pass'
}

/** The record of a domain. @throws Broken where there are several, or the DNS does not answer */
async function recordOf(work: Work, domain: string): Promise<string | undefined> {
  const answer = await work.ask(domain, 'TXT')
  if (answer.kind === 'unknown') throw new Broken('temperror', 'no-answer')
  const records = valuesOf(answer).filter(isSpf)
  if (records.length > 1) throw new Broken('permerror', 'several-records')
  return records[0]
}

async function check(work: Work, domain: string): Promise<Judged> {
  if (!isAskable(domain)) return { result: 'none' }
  const text = await recordOf(work, domain)
  if (text === undefined) return { result: 'none' }
  const { mechanisms, modifiers, broken } = parseSpf(text)
  if (broken.length > 0) throw new Broken('permerror', 'syntax')
  for (const mechanism of mechanisms)
    if (await matches(work, mechanism, domain))
      return { result: qualified[mechanism.qualifier], mechanism: mechanism.text }
  const redirect = modifiers.find(({ name }) => name === 'redirect')
  if (!redirect) return { result: 'neutral' }
  countLookup(work)
  const next = await check(work, await expanded(work, redirect.value, domain))
  if (next.result === 'none') throw new Broken('permerror', 'redirect-without-record')
  return next
}

/** Judges a client by its address, envelope sender and HELO name. Asks through `ask` alone; never throws for what the DNS says. */
export async function evaluateSpf({ ip, sender, helo, ask }: SpfQuestion): Promise<SpfVerdict> {
  const address = parseIp(ip)
  const at = sender.lastIndexOf('@')
  const domain = (at === -1 ? (sender === '' ? helo : sender) : sender.slice(at + 1)).replace(
    /\.$/,
    '',
  )
  const local = at > 0 ? sender.slice(0, at) : 'postmaster'
  if (!address) return { result: 'none', domain, lookups: 0, voids: 0 }
  const work: Work = {
    ip: unmapped(address),
    sender: `${local}@${domain}`,
    helo,
    ask,
    lookups: 0,
    voids: 0,
  }
  try {
    const judged = await check(work, domain)
    return { ...judged, domain, lookups: work.lookups, voids: work.voids }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const { result, problem } = error
    return { result, problem, domain, lookups: work.lookups, voids: work.voids }
  }
}
