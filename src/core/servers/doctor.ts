/** Walks the nine hops from this computer to Mailu: earlier ones green, the failing one red with its remedy, later ones grey. */
import { type AppError, type ErrorCode, isAppError } from '../../shared/errors.ts'
import type { Step } from '../../shared/model/verdict.ts'
import type { ErrorParams } from '../../shared/errors/of.ts'
import { isIP } from 'node:net'
import { NEEDS_ROOT } from '../net/remote-commands.ts'
import type { ConnectionTrace } from '../net/ssh/open-connection.ts'
import type { AsRoot, RemoteHost, RemoteResult } from '../net/ssh/session.ts'
import { composeCommand, dockerCommand, servicesCommand, sudoCommand } from './remote-commands.ts'

export const hops = [
  'dns',
  'tcp',
  'banner',
  'host-key',
  'auth',
  'sudo',
  'docker',
  'compose',
  'mailu',
] as const
export type Hop = (typeof hops)[number]

/** The hop that a failure of the connection belongs to; what is not here came after the greeting. */
const hopOf: Partial<Record<ErrorCode, Hop>> = {
  'ssh-config-not-readable': 'dns',
  'host-not-found': 'dns',
  'host-unreachable': 'tcp',
  'host-refused': 'tcp',
  'host-timed-out': 'tcp',
  'local-network-denied': 'tcp',
  'jump-failed': 'tcp',
  'proxy-command-failed': 'tcp',
  'host-silent': 'banner',
  'host-not-ssh': 'banner',
  'host-key-unknown': 'host-key',
  'host-key-changed': 'host-key',
  'host-key-revoked': 'host-key',
  'host-key-mismatch': 'host-key',
}

export interface DoctorDeps {
  readonly host: RemoteHost
  /** Opens the connection; afterwards, or after its failure, `trace` holds what was learnt. */
  readonly connect: (signal: AbortSignal) => Promise<void>
  readonly trace: ConnectionTrace
  readonly hasSudoPassword: boolean
  readonly onHop: (hop: Hop) => void
}

type Found = Omit<Step, 'id'>

const good = (code: string, params: ErrorParams = {}): Found => ({ verdict: 'right', code, params })
const bad = (code: string, params: ErrorParams = {}, raw?: string): Found => ({
  verdict: 'wrong',
  code,
  params,
  ...(raw !== undefined && raw !== '' && { raw }),
})
const badBy = (error: AppError): Found =>
  bad(error.code, error.params, typeof error.cause === 'string' ? error.cause : undefined)

function lineSteps(
  trace: ConnectionTrace,
  name: string,
): Record<'dns' | 'tcp' | 'banner' | 'host-key' | 'auth', Found> {
  const host = trace.resolved?.hostname ?? name
  const addresses = trace.addresses?.map(({ address }) => address).join(', ') ?? ''
  const isDirect = trace.via === undefined
  return {
    dns:
      !isDirect || isIP(host) !== 0
        ? {
            verdict: 'not-needed',
            code: isDirect ? 'dns-address' : 'dns-via',
            params: { host, via: trace.via ?? '' },
          }
        : good('dns-found', { host, addresses }),
    tcp: isDirect
      ? good('tcp-open', { address: trace.address ?? host, port: trace.resolved?.port ?? 22 })
      : good('tcp-via', { via: trace.via ?? '' }),
    banner: good('banner-read', { banner: trace.banner ?? '' }),
    'host-key': good(
      trace.trust?.trust === 'known' && trace.trust.source === 'known-hosts'
        ? 'host-key-in-known-hosts'
        : 'host-key-accepted',
      { type: trace.hostKey?.type ?? '', sha256: trace.hostKey?.sha256 ?? '' },
    ),
    auth: good('login-works', { user: trace.resolved?.user ?? '', way: trace.way ?? '' }),
  }
}

/** Names of projects that have the four services no Mailu is without. */
export function mailuProjects(listing: string): string[] {
  const services = new Map<string, Set<string>>()
  for (const line of listing.split('\n')) {
    const [project = '', service = ''] = line.split('\t')
    services.set(project, (services.get(project) ?? new Set()).add(service))
  }
  const isMailu = (found: Set<string>): boolean =>
    ['front', 'admin', 'imap', 'smtp'].every(name => found.has(name))
  return [...services].filter(([, found]) => isMailu(found)).map(([project]) => project)
}

/** All nine hops, whatever fails. @throws AppError `cancelled` only */
export async function examine(deps: DoctorDeps, signal: AbortSignal): Promise<Step[]> {
  const { host, trace } = deps
  const steps: Step[] = []
  let began = performance.now()
  const note = (id: Hop, found: Found): boolean => {
    const tookMs = Math.round(performance.now() - began)
    began = performance.now()
    steps.push({ id, ...found, tookMs })
    return found.verdict !== 'wrong' && found.verdict !== 'missing'
  }
  const finish = (): Step[] => [
    ...steps,
    ...hops
      .slice(steps.length)
      .map(id => ({ id, verdict: 'not-tried', code: 'not-tried', params: {} }) satisfies Step),
  ]
  /** A hop's own failure is its verdict; a cancel is nobody's. */
  const hop = async (id: Hop, look: () => Promise<Found>): Promise<boolean> => {
    deps.onHop(id)
    try {
      return note(id, await look())
    } catch (error) {
      if (!isAppError(error) || signal.aborted) throw error
      return note(id, badBy(error))
    }
  }

  deps.onHop('dns')
  let failure: AppError | undefined
  try {
    await deps.connect(signal)
  } catch (error) {
    if (!isAppError(error) || signal.aborted) throw error
    failure = error
  }
  const late: Hop = trace.hostKey ? 'auth' : trace.banner === undefined ? 'banner' : 'host-key'
  // What ends at a host on the way, or before anything came through, broke the line: the server itself said nothing yet.
  const isOnTheWay = trace.stoppedAt !== undefined && failure?.code !== 'host-not-found'
  const broken = failure && (isOnTheWay ? 'tcp' : (hopOf[failure.code] ?? late))
  const found = lineSteps(trace, host.host)
  for (const id of ['dns', 'tcp', 'banner', 'host-key', 'auth'] as const) {
    if (failure && id === broken) {
      note(id, badBy(failure))
      return finish()
    }
    note(id, found[id])
  }

  let asRoot: AsRoot = 'never'
  let docker: RemoteResult | undefined
  const isSudoFine = await hop('sudo', async () => {
    docker = await host.run(dockerCommand, [], { signal })
    if (host.user === 'root') return { verdict: 'not-needed', code: 'sudo-root', params: {} }
    const isNeeded = docker.exitCode === NEEDS_ROOT
    if (!isNeeded && !deps.hasSudoPassword)
      return { verdict: 'not-needed', code: 'sudo-not-needed', params: { user: host.user } }
    await host.run(sudoCommand, [], { signal, asRoot: 'always' })
    if (isNeeded) asRoot = 'always'
    return good('sudo-works', { user: host.user })
  })
  if (!isSudoFine) return finish()

  const isDockerFine = await hop('docker', async () => {
    if (asRoot !== 'never') docker = undefined
    const { exitCode, stdout, stderr } =
      docker ?? (await host.run(dockerCommand, [], { signal, asRoot }))
    const reply = stderr.trim()
    if (exitCode === 0) return good('docker-works', { version: stdout.toString('utf8').trim() })
    if (exitCode === 3) return bad('docker-not-found', { host: host.host })
    if (exitCode === NEEDS_ROOT) return bad('docker-not-allowed', { user: host.user }, reply)
    return bad('docker-not-running', { host: host.host, reply }, reply)
  })
  if (!isDockerFine) return finish()

  const isComposeFine = await hop('compose', async () => {
    const { exitCode, stdout } = await host.run(composeCommand, [], { signal, asRoot })
    if (exitCode !== 0) return bad('compose-not-found', { host: host.host })
    const [generation = '', version = ''] = stdout.toString('utf8').trim().split(' ')
    return good('compose-works', { generation, version })
  })
  if (!isComposeFine) return finish()

  await hop('mailu', async () => {
    const { exitCode, stdout, stderr } = await host.run(servicesCommand, [], { signal, asRoot })
    const projects = mailuProjects(stdout.toString('utf8'))
    if (exitCode === 0 && projects.length > 0)
      return good('mailu-found', { projects: projects.join(', ') })
    return { ...bad('mailu-not-found', { host: host.host }, stderr.trim()), verdict: 'missing' }
  })
  return finish()
}
