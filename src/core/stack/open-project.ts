/** One Mailu project, opened: its containers, how its files are reached, whether it may be changed. */
import { AppError } from '../../shared/errors.ts'
import { readOnly } from '../../shared/locales/en/read-only.ts'
import type { Project, ReadOnlyReason } from '../../shared/model/stack.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import type { RemoteHost } from '../net/ssh/session.ts'
import { storageRootOf, versionOf } from './capabilities.ts'
import { type Container, parseContainers } from './container.ts'
import { chooseTool, type ComposeTool } from './discovery/compose-tools.ts'
import { type FileVerdict, findFileAccess } from './discovery/file-access.ts'
import type { FoundProject } from './discovery/find-projects.ts'
import { parseImage, versionOfTag } from './discovery/mailu-images.ts'
import { inspectCommand } from './discovery/remote-commands.ts'
import {
  type createToolFinder,
  type OpenDeps,
  type OpenServer,
  openServer,
  type Rights,
} from './open-server.ts'

export interface OpenProject {
  readonly host: RemoteHost
  readonly found: FoundProject
  readonly containers: readonly Container[]
  readonly files: FileVerdict
  /** For commands that only speak to the engine. */
  readonly engineRights: Rights
  /** For the project's own files, and for Compose, which reads them. */
  readonly fileRights: Rights
  readonly project: Project
}

export interface Where {
  readonly server: string
  readonly project?: string | undefined
}

/** The project that is meant. @throws AppError `docker-not-found`, `docker-not-running`, `mailu-not-found`, `project-not-found`, `project-choice-needed` */
export function chooseProject(server: OpenServer, name: string | undefined): FoundProject {
  const { projects, host } = server
  const [only] = projects
  if (!only) {
    if (server.stopped !== undefined)
      throw new AppError('docker-not-running', { host: host.host, reply: server.stopped })
    if (server.engine === 'none') throw new AppError('docker-not-found', { host: host.host })
    throw new AppError('mailu-not-found', { host: host.host })
  }
  if (name === undefined) {
    if (projects.length === 1) return only
    throw new AppError('project-choice-needed', { names: projects.map(one => one.name).join(', ') })
  }
  const found = projects.find(one => one.name === name)
  if (!found) throw new AppError('project-not-found', { project: name })
  return found
}

/** All that the engine tells of these containers. */
export async function inspect(
  host: RemoteHost,
  ids: readonly string[],
  rights: Rights,
  signal: AbortSignal,
): Promise<readonly Container[]> {
  if (ids.length === 0) return []
  const result = await host.run(inspectCommand, ids, { signal, asRoot: rights })
  return parseContainers(mustSucceed(inspectCommand, result).stdout.toString('utf8'))
}

function reasonOf(found: FoundProject, files: FileVerdict): ReadOnlyReason | undefined {
  if (found.readOnlyReason) return found.readOnlyReason
  if (!files.areThere) return 'files-elsewhere'
  return files.access === 'none' ? 'files-not-allowed' : undefined
}

const nothing: FileVerdict = { access: 'none', areThere: false }

/** Opens a project that was found on `server`. */
export async function openFound(
  server: OpenServer,
  found: FoundProject,
  signal: AbortSignal,
): Promise<OpenProject> {
  const { host, engineRights } = server
  const ids = found.containers.map(one => one.id).filter(id => id !== '')
  const isDocker = server.engine === 'docker'
  const wanted = {
    dir: found.dir,
    toRead: found.configFiles,
    toWrite: [`${found.dir}/mailu.env`],
  }
  const [containers, files] = await Promise.all([
    isDocker ? inspect(host, ids, engineRights, signal) : [],
    found.configFiles.length > 0 ? findFileAccess(host, wanted, signal) : nothing,
  ])
  const readOnlyReason = reasonOf(found, files)
  const version =
    versionOf(containers) ??
    found.containers.map(one => versionOfTag(parseImage(one.image).tag)).find(Boolean)
  const storageRoot = storageRootOf(containers)
  const services = [...new Set(found.containers.map(one => one.service))].sort()
  return {
    host,
    found,
    containers,
    files,
    engineRights,
    fileRights: engineRights === 'always' || files.access !== 'direct' ? 'always' : 'never',
    project: {
      name: found.name,
      dir: found.dir,
      configFiles: [...found.configFiles],
      ...(storageRoot !== undefined && { storageRoot }),
      services,
      ...(version !== undefined && { version }),
      canChange: readOnlyReason === undefined,
      ...(readOnlyReason && { readOnlyReason }),
    },
  }
}

/** @throws AppError see `openServer` and `chooseProject` */
export async function openProject(
  deps: OpenDeps,
  where: Where,
  signal: AbortSignal,
): Promise<OpenProject> {
  const server = await openServer(deps, where.server, signal)
  return openFound(server, chooseProject(server, where.project), signal)
}

/** The Compose that drives the project. @throws AppError `compose-not-found` */
export async function toolOf(
  open: OpenProject,
  findTools: ReturnType<typeof createToolFinder>,
  signal: AbortSignal,
): Promise<ComposeTool> {
  const tools = await findTools(open.host, open.fileRights, signal)
  const tool = chooseTool(tools, open.found.composeVersion)
  if (!tool) throw new AppError('compose-not-found', { host: open.host.host })
  return tool
}

/** @throws AppError `project-read-only` with the reason in words */
export function mustBeChangeable({ project }: OpenProject): void {
  if (project.canChange) return
  const reason = project.readOnlyReason ?? 'no-compose'
  throw new AppError('project-read-only', { project: project.name, reason: readOnly[reason] })
}
