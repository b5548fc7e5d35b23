/** up, down, restart, recreate, pull: each is Compose's own command with its documented meaning (`mailu.md` 1.3). */
import type { JobContext } from '../../shared/contract/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { LifecycleResult } from '../../shared/model/stack.ts'
import type { z } from '../../shared/zod.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'
import {
  downCommand,
  pullCommand,
  recreateAllCommand,
  recreateCommand,
  restartCommand,
  upCommand,
} from './compose/remote-commands.ts'
import { runCompose } from './compose/run-compose.ts'
import type { Container } from './container.ts'
import { imagesCommand } from './discovery/remote-commands.ts'
import {
  mustBeChangeable,
  type OpenProject,
  openProject,
  toolOf,
  type Where,
} from './open-project.ts'
import { readProject } from './read-project.ts'
import { firstOf, servicesOf } from './services.ts'
import type { StackDeps } from './stack-deps.ts'

type Result = z.input<typeof LifecycleResult>

/** @throws AppError `service-not-found` with the names that there are */
function mustKnow(services: readonly string[], known: readonly string[]): void {
  const missing = services.find(name => !known.includes(name))
  if (missing !== undefined)
    throw new AppError('service-not-found', { service: missing, known: known.join(', ') })
}

const short = (imageId: string): string => imageId.replace(/^sha256:/, '').slice(0, 12)

/** Services that a recreate would start from another image than the one that they run. */
export function nextImages(
  containers: readonly Container[],
  idsByReference: ReadonlyMap<string, string>,
): Result['nextImages'] {
  return containers.flatMap(({ service, image, imageId }) => {
    const pulled = idsByReference.get(image)
    if (pulled === undefined || pulled === '' || pulled === imageId) return []
    return [{ service, running: short(imageId), pulled: short(pulled) }]
  })
}

async function imagesNow(
  open: OpenProject,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const references = [...new Set(open.containers.map(one => one.image))]
  if (references.length === 0) return new Map()
  const result = await open.host.run(imagesCommand, references, {
    signal,
    asRoot: open.engineRights,
  })
  const lines = mustSucceed(imagesCommand, result).stdout.toString('utf8').trim().split('\n')
  return new Map(
    lines.map(line => {
      const at = line.lastIndexOf('|')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

async function run(
  deps: StackDeps,
  where: Where,
  context: JobContext,
  command: RemoteCommandTemplate,
  wanted: readonly string[] = [],
): Promise<Result> {
  const { signal } = context
  const { redact } = deps
  const open = await openProject(deps, where, signal)
  mustBeChangeable(open)
  const tool = await toolOf(open, deps.findTools, signal)
  const files = await readProject(open, 'must', tool.generation, signal)
  const declared = files.declared.services.map(one => one.name)
  mustKnow(wanted, [...new Set([...declared, ...open.project.services])].sort())
  context.progress('compose')
  const output = await runCompose(command, wanted, {
    open,
    tool,
    signal,
    redact,
    onLine: detail => context.progress('compose', { detail }),
  })
  const after = await openProject(deps, where, signal)
  deps.changed(where.server, open.project.name)
  const recreated = after.project.services.filter(name => {
    const id = firstOf(after.containers, name)?.id
    return id !== undefined && id !== firstOf(open.containers, name)?.id
  })
  return {
    services: servicesOf(after.containers, declared, deps.clock.now()).map(one => ({
      ...one,
      notApplied: [...one.notApplied],
    })),
    recreated,
    nextImages:
      command === pullCommand ? nextImages(after.containers, await imagesNow(after, signal)) : [],
    output: output.slice(-20_000),
  }
}

type Action = (deps: StackDeps, where: Where, context: JobContext) => Promise<Result>

/** `up -d`: starts what is not there and recreates what changed. */
export const up: Action = (deps, where, context) => run(deps, where, context, upCommand)
/** `down`: takes containers and networks away; mail, settings and images stay. */
export const down: Action = (deps, where, context) => run(deps, where, context, downCommand)
/** `pull`: only downloads. */
export const pull: Action = (deps, where, context) => run(deps, where, context, pullCommand)
/** `restart SERVICE`: the same container again; it does not read mailu.env. */
export const restart = (
  deps: StackDeps,
  where: Where,
  service: string,
  context: JobContext,
): Promise<Result> => run(deps, where, context, restartCommand, [service])
/** `up -d --force-recreate`, for some with `--no-deps`: new containers with the settings of now. */
export const recreate = (
  deps: StackDeps,
  where: Where,
  services: readonly string[],
  context: JobContext,
): Promise<Result> =>
  services.length === 0
    ? run(deps, where, context, recreateAllCommand)
    : run(deps, where, context, recreateCommand, services)
