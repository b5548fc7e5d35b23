/** From an edit to a judged draft with its plan: what a preview shows and a change begins with. Nothing is written. */
import { AppError } from '../../../shared/errors.ts'
import { envProblems } from '../../../shared/locales/en/env-problems.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { EnvProblem } from '../../../shared/model/stack.ts'
import { Secret } from '../../../shared/secret.ts'
import type { ComposeTool } from '../discovery/compose-tools.ts'
import type { EnvCatalogue } from '../env/catalogue.ts'
import { readEnv } from '../env/compose-reading.ts'
import { editEnvBytes, type EnvEdit } from '../env/edit-env.ts'
import { parseEnvDocument } from '../env/env-document.ts'
import { recreatePlan, type RecreatePlan } from '../env/recreate-plan.ts'
import { type Judgement, validateEnv } from '../env/validate-env.ts'
import {
  mustBeChangeable,
  type OpenProject,
  openProject,
  toolOf,
  type Where,
} from '../open-project.ts'
import type { RemoteFile } from '../read-files.ts'
import {
  hasEnvFile,
  mustHaveEnv,
  type ProjectFiles,
  readProject,
  rememberSecrets,
  surroundingsOf,
} from '../read-project.ts'
import { stateOf } from '../services.ts'
import type { StackDeps } from '../stack-deps.ts'
import type { SideFiles } from './side-files.ts'

export interface ReadState {
  readonly open: OpenProject
  readonly tool: ComposeTool
  readonly files: ProjectFiles
  readonly env: RemoteFile
  readonly catalogue: EnvCatalogue
}

export interface Draft extends ReadState {
  readonly bytes: Uint8Array
  readonly judgement: Judgement
  readonly plan: RecreatePlan
  readonly sides: SideFiles
}

/** Either edits of what is there, or a whole text in its place. */
export type DraftOf = { readonly edits: EnvEdit } | { readonly content: Uint8Array }

/** Everything about a project that a change needs to know. @throws AppError of connection, rights, project and files */
export async function readState(
  deps: StackDeps,
  where: Where,
  signal: AbortSignal,
): Promise<ReadState> {
  const open = await openProject(deps, where, signal)
  mustBeChangeable(open)
  const [tool, catalogue] = await Promise.all([
    toolOf(open, deps.findTools, signal),
    deps.catalogue(),
  ])
  const files = await readProject(open, 'must', tool.generation, signal)
  const env = mustHaveEnv(open, files)
  const document = parseEnvDocument(env.bytes, tool.generation)
  rememberSecrets(readEnv(document, surroundingsOf(files)), catalogue, text =>
    deps.remember(new Secret(text)),
  )
  return { open, tool, files, env, catalogue }
}

/** A service that was stopped on purpose is not started by a change of settings; one that was never made neither. */
function servicesPresent(state: ReadState, keys: readonly string[], now: number) {
  const { open, files } = state
  const names = new Set(open.containers.map(one => one.service))
  for (const { name } of files.declared.services) names.add(name)
  return [...names].sort().map(name => {
    const container = open.containers.find(one => one.service === name)
    const isUp = container !== undefined && stateOf(container, now) !== 'stopped'
    return { name, hasEnvFile: isUp && hasEnvFile(open, files, name, keys) }
  })
}

/** Services that read a changed file beside the env file start anew as well, where they are up. */
function withSides(
  { recreate, keepRunning }: RecreatePlan,
  services: readonly string[],
  isUp: (service: string) => boolean,
): RecreatePlan {
  const planned = recreate.map(one => one.service)
  const more = services.filter(service => !planned.includes(service) && isUp(service))
  return {
    recreate: [
      ...recreate,
      ...more.map(service => ({ service, keys: [], reason: 'reads-it' as const })),
    ],
    keepRunning: keepRunning.filter(service => !more.includes(service)),
  }
}

/** @throws AppError `env-value-refused` */
export function makeDraft(
  deps: StackDeps,
  state: ReadState,
  of: DraftOf,
  sides: SideFiles = { changes: [], services: [], rights: state.open.fileRights },
): Draft {
  const { open, tool, files, env, catalogue } = state
  const surroundings = surroundingsOf(files)
  const options = { ...surroundings, compose: tool.generation }
  const bytes = 'edits' in of ? editEnvBytes(env.bytes, of.edits, options) : of.content
  const { version, services } = open.project
  const judgement = validateEnv(
    {
      ...options,
      draft: bytes,
      before: env.bytes,
      services,
      ...(version !== undefined && { version }),
    },
    catalogue,
  )
  rememberSecrets(judgement.reading, catalogue, text => deps.remember(new Secret(text)))
  const now = deps.clock.now()
  const present = servicesPresent(state, [...judgement.reading.values.keys()], now)
  const plan = recreatePlan(judgement.changedKeys, present, catalogue)
  const isUp = (service: string): boolean =>
    open.containers.some(one => one.service === service && stateOf(one, now) !== 'stopped')
  return { ...state, bytes, judgement, plan: withSides(plan, sides.services, isUp), sides }
}

/** A complaint about a secret names the key and says nothing of the value, not even which variable it seems to mention. */
export const withoutSecrets = (
  problems: readonly EnvProblem[],
  catalogue: EnvCatalogue,
): EnvProblem[] =>
  problems.map(problem => {
    if (problem.key === undefined || !catalogue.isSecret(problem.key)) return problem
    const params = Object.entries(problem.params).map(([name, value]) => [
      name,
      ['value', 'name', 'character'].includes(name) ? '…' : value,
    ])
    return { ...problem, params: Object.fromEntries(params) as EnvProblem['params'] }
  })

const wordsOf = (problem: EnvProblem): string => {
  const words: Readonly<Record<string, string>> = envProblems
  return fill(words[problem.code] ?? problem.code, { key: problem.key ?? '', ...problem.params })
}

/** @throws AppError `env-draft-refused` with the first error */
export function mustBeAccepted({ judgement, env, catalogue }: Draft): void {
  if (judgement.isAccepted) return
  const [problem] = withoutSecrets(judgement.problems, catalogue).filter(
    ({ severity }) => severity === 'error',
  )
  throw new AppError('env-draft-refused', {
    path: env.path,
    line: problem?.line ?? 0,
    reason: problem ? wordsOf(problem) : '–',
  })
}
