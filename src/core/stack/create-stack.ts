/** The stack feature: handlers of its contract, and what other features may ask of it. */
import { posix } from 'node:path'
import type { Handlers, JobContext } from '../../shared/contract/define.ts'
import type { stackContract } from '../../shared/contract/stack.ts'
import type { TransactionResult } from '../../shared/model/stack.ts'
import { Secret } from '../../shared/secret.ts'
import type { z } from '../../shared/zod.ts'
import type { Database } from '../store/database.ts'
import { applyEdits, type EditOptions } from './apply/apply-edits.ts'
import { copyPreview, envHistory, envRollback } from './apply/history.ts'
import { withoutSecrets } from './apply/prepare-draft.ts'
import { preview } from './apply/preview.ts'
import { createProjectMemory } from './discovery/project-memory.ts'
import { readSide } from './apply/side-files.ts'
import { findFileAccess } from './discovery/file-access.ts'
import type { EnvEdit } from './env/edit-env.ts'
import { readEnv } from './env/compose-reading.ts'
import { parseEnvDocument } from './env/env-document.ts'
import { createEnvHandlers } from './env/env-handlers.ts'
import { envView } from './env/env-view.ts'
import { find } from './find.ts'
import { down, pull, recreate, restart, up } from './lifecycle.ts'
import { logs } from './logs/logs.ts'
import { saveLogs } from './logs/save-logs.ts'
import { type OpenProject, openProject, type Where } from './open-project.ts'
import { createToolFinder } from './open-server.ts'
import {
  hasEnvFile,
  mustHaveEnv,
  readProject,
  rememberSecrets,
  surroundingsOf,
} from './read-project.ts'
import type { StackDeps } from './stack-deps.ts'
import { generationBy, status } from './status.ts'

export interface Stack {
  readonly handlers: Handlers<typeof stackContract>
  /** A project with its containers and rights, for features that look into them. */
  open(where: Where, signal: AbortSignal): Promise<OpenProject>
  /** Folders of all projects that were ever seen on a server, by its id. */
  projectDirs(server: string): readonly string[]
  /** What the env file gives these keys under the Compose of the project, secrets among them: for the core alone. Throws as `stack.env` does. */
  envValues(
    where: Where,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>
  /** A file that a service reads beside the env file; undefined where there is none. Throws as `readSide`. */
  sideFile(where: Where, path: string, signal: AbortSignal): Promise<Uint8Array | undefined>
  /** The whole server transaction over edits of the env file and of files beside it; see `apply/apply-edits.ts`. */
  applyEdits(
    where: Where,
    edits: EnvEdit,
    context: JobContext,
    options?: Omit<EditOptions, 'baseSha256'>,
  ): Promise<z.input<typeof TransactionResult>>
}

export type StackNeeds = Omit<StackDeps, 'memory' | 'findTools'> & { readonly db: Database }

async function showEnv(deps: StackDeps, where: Where, signal: AbortSignal) {
  const open = await openProject(deps, where, signal)
  const compose = generationBy(open)
  const [files, catalogue] = await Promise.all([
    readProject(open, 'must', compose, signal),
    deps.catalogue(),
  ])
  const { path, bytes } = mustHaveEnv(open, files)
  const shown = { path, bytes, compose, ...surroundingsOf(files) }
  const keys = envView(shown, catalogue).entries.map(one => one.key)
  const services = open.project.services.filter(name => hasEnvFile(open, files, name, keys))
  const view = envView({ ...shown, services }, catalogue)
  return { ...view, problems: withoutSecrets(view.problems, catalogue) }
}

async function envValues(
  deps: StackDeps,
  where: Where,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const open = await openProject(deps, where, signal)
  const compose = generationBy(open)
  const [files, catalogue] = await Promise.all([
    readProject(open, 'must', compose, signal),
    deps.catalogue(),
  ])
  const document = parseEnvDocument(mustHaveEnv(open, files).bytes, compose)
  const reading = readEnv(document, surroundingsOf(files))
  rememberSecrets(reading, catalogue, text => deps.remember(new Secret(text)))
  return new Map([...reading.values].filter(([key]) => keys.includes(key)))
}

/** Puts the feature together. */
export function createStack(needs: StackNeeds): Stack {
  const deps: StackDeps = {
    ...needs,
    memory: createProjectMemory(needs.db, needs.clock),
    findTools: createToolFinder(),
  }
  return {
    handlers: {
      ...createEnvHandlers(deps),
      'stack.find': ({ server }, { signal }) => find(deps, server, signal),
      'stack.status': (where, { signal }) => status(deps, where, signal),
      'stack.env': (where, { signal }) => showEnv(deps, where, signal),
      'stack.envPreview': ({ edits, ...where }, { signal }) => preview(deps, where, edits, signal),
      'stack.envApply': ({ edits, baseSha256, ...where }, context) =>
        applyEdits(deps, where, edits, context, { baseSha256 }),
      'stack.envHistory': (where, { signal }) => envHistory(deps, where, signal),
      'stack.envCopyPreview': ({ id, ...where }, { signal }) =>
        copyPreview(deps, where, id, signal),
      'stack.envRollback': ({ id, baseSha256, ...where }, context) =>
        envRollback(deps, where, id, context, baseSha256),
      'stack.up': (where, context) => up(deps, where, context),
      'stack.down': (where, context) => down(deps, where, context),
      'stack.restart': ({ service, ...where }, context) => restart(deps, where, service, context),
      'stack.recreate': ({ services, ...where }, context) =>
        recreate(deps, where, services, context),
      'stack.pull': (where, context) => pull(deps, where, context),
      'stack.logs': ({ services, follow, since, tail, ...where }, context) =>
        logs(deps, where, { services, follow, since, tail }, context),
      'stack.saveLogs': ({ services, since, matching, ...where }, context) =>
        saveLogs(deps, where, { services, since, matching }, context),
    },
    open: (where, signal) => openProject(deps, where, signal),
    projectDirs: server => deps.memory.of(server).map(({ dir }) => dir),
    envValues: (where, keys, signal) => envValues(deps, where, keys, signal),
    sideFile: async (where, path, signal) => {
      const open = await openProject(deps, where, signal)
      const { access } = await findFileAccess(
        open.host,
        { dir: posix.dirname(path), toRead: [path], toWrite: [] },
        signal,
      )
      const rights = access === 'sudo' ? 'always' : open.fileRights
      return (await readSide(open, path, rights, signal))?.bytes
    },
    applyEdits: (where, edits, context, options = {}) =>
      applyEdits(deps, where, edits, context, options),
  }
}
