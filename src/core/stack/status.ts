/** `stack.status`: a project's services with their states, what is not yet in force, and a change that is still being watched. */
import type { ComposeGeneration, StackStatus } from '../../shared/model/stack.ts'
import { Secret } from '../../shared/secret.ts'
import type { z } from '../../shared/zod.ts'
import { capabilitiesOf } from './capabilities.ts'
import { generationOf } from './discovery/compose-tools.ts'
import { readEnv } from './env/compose-reading.ts'
import { parseEnvDocument } from './env/env-document.ts'
import { notApplied } from './not-applied.ts'
import { type OpenProject, openProject, type Where } from './open-project.ts'
import { type ProjectFiles, readProject, rememberSecrets, surroundingsOf } from './read-project.ts'
import { servicesOf } from './services.ts'
import type { StackDeps } from './stack-deps.ts'
import { pendingOf } from './transaction/pending.ts'

/** The generation by the label on the containers: asking Compose itself takes seconds where it is v1. */
export const generationBy = (open: OpenProject): ComposeGeneration =>
  open.found.composeVersion === undefined ? 'v2' : generationOf(open.found.composeVersion)

/** The files as far as this login reads them without being asked for a password. */
async function filesOf(
  open: OpenProject,
  compose: ComposeGeneration,
  signal: AbortSignal,
): Promise<ProjectFiles | undefined> {
  if (open.found.configFiles.length === 0 || !open.files.areThere) return undefined
  const strict = open.files.access === 'direct' || open.files.access === 'sudo' ? 'must' : 'may'
  return readProject(open, strict, compose, signal)
}

/** @throws AppError of the connection, of rights on the engine, and when there is no such project */
export async function status(
  deps: StackDeps,
  where: Where,
  signal: AbortSignal,
): Promise<z.input<typeof StackStatus>> {
  const open = await openProject(deps, where, signal)
  const compose = generationBy(open)
  const [files, catalogue] = await Promise.all([filesOf(open, compose, signal), deps.catalogue()])
  const now = deps.clock.now()
  if (files?.env) {
    const document = parseEnvDocument(files.env.bytes, compose)
    rememberSecrets(readEnv(document, surroundingsOf(files)), catalogue, text =>
      deps.remember(new Secret(text)),
    )
  }
  const behind = files
    ? notApplied(open, files, compose, catalogue, now)
    : new Map<string, readonly string[]>()
  const declared = files?.declared.services.map(one => one.name) ?? []
  const pending = files && (await pendingOf(open, now, signal))
  return {
    project: { ...open.project, ...(files?.env && { envFile: files.env.path }) },
    capabilities: capabilitiesOf(open.project.version),
    services: servicesOf(open.containers, declared, now, behind).map(one => ({
      ...one,
      notApplied: [...one.notApplied],
    })),
    notAppliedKeys: [...new Set([...behind.values()].flat())].sort(),
    ...(pending && { pending }),
    checkedAt: new Date(now).toISOString(),
  }
}
