/** A server with its engine looked at: what there is, and by which right one speaks to it. */
import { AppError, isAppError } from '../../shared/errors.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import type { RemoteHost, ServerConnections } from '../net/ssh/session.ts'
import { type ComposeTool, parseTools } from './discovery/compose-tools.ts'
import { type FoundProject, findProjects, withoutContainers } from './discovery/find-projects.ts'
import { parseKubernetes, parsePodman } from './discovery/foreign-engines.ts'
import { type Look, parseLook } from './discovery/parse-look.ts'
import type { ProjectMemory } from './discovery/project-memory.ts'
import {
  kubernetesCommand,
  lookCommand,
  podmanCommand,
  toolsCommand,
} from './discovery/remote-commands.ts'

/** Where a command needs rights: nowhere, or always. */
export type Rights = 'never' | 'always'

export interface OpenServer {
  readonly host: RemoteHost
  readonly engine: 'docker' | 'podman' | 'kubernetes' | 'none'
  readonly engineVersion?: string
  /** The engine is there and does not answer; what it said. */
  readonly stopped?: string
  /** `always`: the engine lets only root in. */
  readonly engineRights: Rights
  readonly projects: readonly FoundProject[]
  readonly otherProjects: number
}

/** The engine asked once. @throws AppError `docker-not-allowed`, `sudo-password-needed`, `sudo-password-wrong` */
async function look(host: RemoteHost, signal: AbortSignal): Promise<Look> {
  try {
    const result = await host.run(lookCommand, [], { signal, asRoot: 'if-needed' })
    if (result.exitCode === 77) throw new AppError('docker-not-allowed', { user: host.user })
    return parseLook(mustSucceed(lookCommand, result).stdout.toString('utf8'))
  } catch (error) {
    if (!isAppError(error, 'sudo-not-allowed')) throw error
    throw new AppError('docker-not-allowed', { user: host.user }, { cause: error })
  }
}

/** Looks for a Kubernetes; one that this login may not ask is as none. */
async function kubernetes(
  host: RemoteHost,
  signal: AbortSignal,
): Promise<readonly FoundProject[] | undefined> {
  try {
    const result = await host.run(kubernetesCommand, [], { signal, asRoot: 'if-needed' })
    return result.exitCode === 0 ? parseKubernetes(result.stdout.toString('utf8')) : undefined
  } catch (error) {
    if (isAppError(error) && error.code.startsWith('sudo-')) return undefined
    throw error
  }
}

async function foreign(
  host: RemoteHost,
  seen: Look,
  signal: AbortSignal,
): Promise<Pick<OpenServer, 'engine' | 'engineVersion' | 'projects' | 'otherProjects'>> {
  if (seen.engine === 'podman') {
    const own = await host.run(podmanCommand, [], { signal })
    let found = parsePodman(mustSucceed(podmanCommand, own).stdout.toString('utf8'))
    if (found.projects.length === 0) found = (await podmanOfRoot(host, signal)) ?? found
    const { version, projects, others } = found
    if (projects.length > 0)
      return {
        engine: 'podman',
        ...(version !== undefined && { engineVersion: version }),
        projects,
        otherProjects: others,
      }
  }
  const pods = await kubernetes(host, signal)
  const engine = pods && pods.length > 0 ? 'kubernetes' : seen.engine
  return { engine, projects: pods ?? [], otherProjects: 0 }
}

/** Containers of Podman belong to a user each: what a service runs is most often root's. */
async function podmanOfRoot(
  host: RemoteHost,
  signal: AbortSignal,
): Promise<ReturnType<typeof parsePodman> | undefined> {
  try {
    const result = await host.run(podmanCommand, [], { signal, asRoot: 'always' })
    return parsePodman(mustSucceed(podmanCommand, result).stdout.toString('utf8'))
  } catch (error) {
    if (isAppError(error) && error.code.startsWith('sudo-')) return undefined
    throw error
  }
}

export interface OpenDeps {
  readonly servers: ServerConnections
  readonly memory: ProjectMemory
}

/** Connects and looks. @throws AppError of the connection, `docker-not-allowed` */
export async function openServer(
  { servers, memory }: OpenDeps,
  server: string,
  signal: AbortSignal,
): Promise<OpenServer> {
  const host = await servers.connect(server, signal)
  const seen = await look(host, signal)
  const engineRights: Rights = seen.uid === 0 && host.user !== 'root' ? 'always' : 'never'
  const found = findProjects(seen)
  for (const project of found.mailu) memory.remember(host.serverId, project)
  const idle =
    seen.engine === 'docker' ? withoutContainers(seen, found.mailu, memory.of(host.serverId)) : []
  const projects = [...found.mailu, ...idle]
  const base = {
    host,
    engineRights,
    engine: seen.engine,
    ...(seen.engineVersion !== undefined && { engineVersion: seen.engineVersion }),
    ...(seen.stopped !== undefined && { stopped: seen.stopped }),
    projects,
    otherProjects: found.others,
  }
  if (projects.length > 0) return base
  const other = await foreign(host, seen, signal)
  return other.projects.length > 0 ? { ...base, ...other } : base
}

/** Which Compose the server has, asked once a connection and right. */
export function createToolFinder(): (
  host: RemoteHost,
  rights: Rights,
  signal: AbortSignal,
) => Promise<readonly ComposeTool[]> {
  const known = new WeakMap<RemoteHost, Map<Rights, readonly ComposeTool[]>>()
  return async (host, rights, signal) => {
    const ofHost = known.get(host) ?? new Map<Rights, readonly ComposeTool[]>()
    known.set(host, ofHost)
    const before = ofHost.get(rights)
    if (before) return before
    const result = await host.run(toolsCommand, [], { signal, asRoot: rights })
    const tools = parseTools(mustSucceed(toolsCommand, result).stdout.toString('utf8'))
    if (tools.length > 0) ofHost.set(rights, tools)
    return tools
  }
}
