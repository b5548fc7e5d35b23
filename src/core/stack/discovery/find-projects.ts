/** Groups containers into projects and tells which of them are Mailu. Pure. */
import { posix } from 'node:path'
import type { ReadOnlyReason } from '../../../shared/model/stack.ts'
import { isMailu } from './mailu-images.ts'
import type { ListedContainer, Look } from './parse-look.ts'

export interface FoundProject {
  readonly name: string
  readonly dir: string
  /** Absolute paths. */
  readonly configFiles: readonly string[]
  /** An env file for interpolation that is not the folder's `.env`. */
  readonly environmentFile?: string
  readonly composeVersion?: string
  readonly containers: readonly ListedContainer[]
  readonly readOnlyReason?: ReadOnlyReason
}

export interface FoundProjects {
  readonly mailu: readonly FoundProject[]
  /** Compose projects and Swarm stacks that are something else. */
  readonly others: number
}

/** What Compose finds by itself in a folder: only such a project can be addressed by its folder. */
const defaultNames = /^(?:docker-)?compose(?:\.override)?\.ya?ml$/

/** v1 writes the names as they were typed, v2 absolute paths; several are joined by commas. */
const filesOf = (label: string, dir: string): string[] =>
  label
    .split(',')
    .filter(file => file !== '')
    .map(file => posix.resolve(dir === '' ? '/' : dir, file))

function composeProject(name: string, containers: readonly ListedContainer[]): FoundProject {
  const ofIt = containers.filter(one => !one.isOneOff)
  const first = ofIt.find(one => one.workingDir !== '') ?? containers[0]!
  const configFiles = filesOf(first.configFiles, first.workingDir)
  const isDefault = configFiles.every(
    file => posix.dirname(file) === first.workingDir && defaultNames.test(posix.basename(file)),
  )
  const dotEnv = posix.join(first.workingDir, '.env')
  const environmentFile = first.environmentFile
  const readOnlyReason: ReadOnlyReason | undefined =
    configFiles.length === 0 ? 'no-compose' : isDefault ? undefined : 'explicit-files'
  return {
    name,
    dir: first.workingDir,
    configFiles,
    ...(environmentFile !== '' && environmentFile !== dotEnv && { environmentFile }),
    ...(first.composeVersion !== '' && { composeVersion: first.composeVersion }),
    containers: ofIt,
    ...(readOnlyReason && { readOnlyReason }),
  }
}

const bare = (
  name: string,
  containers: readonly ListedContainer[],
  readOnlyReason: ReadOnlyReason,
): FoundProject => ({ name, dir: '', configFiles: [], containers, readOnlyReason })

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

/** The service's name where only the container's or Swarm's is known: `mailu_smtp.1.x7` → `smtp`. */
const guessService = (one: ListedContainer): string => {
  if (one.service !== '') return one.service
  const prefix = one.stackNamespace === '' ? '' : `${one.stackNamespace}_`
  const name = one.swarmService === '' ? one.name : one.swarmService
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}

/** What Compose makes of a folder's name where nobody named the project. */
const nameOfFolder = (dir: string): string =>
  posix
    .basename(dir)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '') || 'mailu'

/** Projects that have no container now: after a `down`, or not yet started. Those that were seen before keep their name. */
export function withoutContainers(
  look: Look,
  found: readonly FoundProject[],
  remembered: readonly FoundProject[],
): readonly FoundProject[] {
  const isThere = (dir: string): boolean => [...found, ...remembered].some(one => one.dir === dir)
  const gone = remembered.filter(one => !found.some(({ name }) => name === one.name))
  const fresh = look.folders
    .filter(file => !isThere(posix.dirname(file)))
    .map(file => ({
      name: nameOfFolder(posix.dirname(file)),
      dir: posix.dirname(file),
      configFiles: [file],
      containers: [],
    }))
  return [...gone.map(one => ({ ...one, containers: [] })), ...fresh]
}

/** Projects of a look, by the labels of Compose and Swarm; containers started by hand count as one. */
export function findProjects(look: Look): FoundProjects {
  const named = look.containers.map(one => ({ ...one, service: guessService(one) }))
  const ofCompose = named.filter(one => one.project !== '' && one.stackNamespace === '')
  const ofSwarm = named.filter(one => one.stackNamespace !== '')
  const alone = named.filter(one => one.project === '' && one.stackNamespace === '')
  const all = [
    ...[...groupBy(ofCompose, one => one.project)].map(([name, list]) =>
      composeProject(name, list),
    ),
    ...[...groupBy(ofSwarm, one => one.stackNamespace)].map(([name, list]) =>
      bare(name, list, 'swarm'),
    ),
  ]
  const mailu = all.filter(project => isMailu(project.containers))
  const byHand = isMailu(alone) ? [bare('mailu', alone, 'no-compose')] : []
  return {
    mailu: [...mailu, ...byHand].sort((a, b) => a.name.localeCompare(b.name)),
    others: all.length - mailu.length,
  }
}
