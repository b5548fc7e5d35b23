/** Asks the server what a plan needs to know of it. */
import { AppError } from '../../../shared/errors.ts'
import { announceContact } from '../../net/contacts.ts'
import { isPrivateAddress } from '../../net/ssh/private-address.ts'
import type { DnsDeps, DnsStack, Mirror, Where } from '../dns-deps.ts'
import type { MailFacts } from '../plan/plan-input.ts'
import { factsCommand, seenCommand } from '../remote-commands.ts'
import { type MailEnv, mailEnv } from './mail-env.ts'
import { asciiName, type MailDomain, parseFacts, parseSeen } from './parse-facts.ts'

/** What holds for all domains of a project. */
export interface StackFacts {
  readonly env: MailEnv
  readonly domains: readonly MailDomain[]
  readonly addresses: MailFacts['addresses']
  readonly relay: MailFacts['relay']
}

const running = (container: DnsStack['admin']): DnsStack['admin'] =>
  container?.status === 'running' ? container : undefined

/** The address that the mail's own container is seen with; undefined where nobody says. */
async function seenAddress(
  { host, rights, ...containers }: DnsStack,
  mirror: Mirror | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const smtp = running(containers.smtp)
  if (!mirror || !smtp) return undefined
  const { address, port, name } = mirror
  announceContact({ host: address, port, protocol: 'dns', from: 'server', via: host.host })
  const options = { signal, asRoot: rights, timeoutMs: 20_000 }
  const result = await host.run(seenCommand, [smtp.id, address, String(port), name], options)
  return parseSeen(result.stdout.toString('utf8'), isPrivateAddress)
}

/** @throws AppError `dns-mailu-silent`, those of the connection and of rights */
export async function readStackFacts(
  deps: Pick<DnsDeps, 'open' | 'relayOf' | 'worldOf'>,
  where: Where,
  signal: AbortSignal,
): Promise<StackFacts> {
  const at = await deps.open(where, signal)
  const admin = running(at.admin)
  if (!admin)
    throw new AppError('dns-mailu-silent', {
      project: at.project,
      reply: at.admin?.status ?? '–',
    })
  const env = mailEnv(admin.env, at.version)
  const { mirror } = deps.worldOf(where.server)
  const [asked, seen, relay] = await Promise.all([
    at.host.run(factsCommand, [admin.id], { signal, asRoot: at.rights, timeoutMs: 60_000 }),
    seenAddress(at, mirror, signal),
    deps.relayOf(at.smtp?.env ?? {}),
  ])
  const facts = parseFacts(asked.stdout.toString('utf8'), env.selector)
  if (!facts.domains)
    throw new AppError('dns-mailu-silent', { project: at.project, reply: facts.trouble || '–' })
  return {
    env,
    relay,
    domains: facts.domains,
    addresses: { v4: seen === undefined ? undefined : [seen], v6: facts.v6 },
  }
}

/** Of one domain or alternative domain; an alternative one is signed with its parent's key (`mailu.md` 3.5). @throws AppError `dns-domain-not-found` */
export function factsOf(stack: StackFacts, asked: string): MailFacts {
  const domain = asciiName(asked)
  const { env, domains, addresses, relay } = stack
  const found = domains.find(one => one.name === domain || one.alternatives.includes(domain))
  const all = domains.flatMap(one => [one.name, ...one.alternatives])
  if (!found) throw new AppError('dns-domain-not-found', { domain, known: all.join(', ') || '–' })
  return {
    domain,
    hostname: env.hostnames[0] ?? `mail.${env.mainDomain}`,
    hostnames: env.hostnames,
    mainDomain: env.mainDomain,
    domains: all,
    reports: env.reports,
    ports: env.ports,
    tlsFlavor: env.tlsFlavor,
    addresses,
    ...(found.dkim && { dkim: found.dkim }),
    ...(relay && { relay }),
  }
}
