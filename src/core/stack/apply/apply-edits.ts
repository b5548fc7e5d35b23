/** `stack.envApply` and `stack.envRollback`, and the same for other features: read, edit, try out, confirm or undo. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError } from '../../../shared/errors.ts'
import type { TransactionResult } from '../../../shared/model/stack.ts'
import { z } from '../../../shared/zod.ts'
import type { EnvEdit } from '../env/edit-env.ts'
import { openProject, type Where } from '../open-project.ts'
import type { StackDeps } from '../stack-deps.ts'
import { waitOutcome } from '../transaction/verbs.ts'
import { applyDraft, type ApplyOptions, applySteps } from './apply-draft.ts'
import { type DraftOf, makeDraft, readState } from './prepare-draft.ts'
import { readSides, type SideEdit } from './side-files.ts'

type Result = z.input<typeof TransactionResult>

const Checkpoint = z.object({
  id: z.string(),
  home: z.string(),
  project: z.string(),
  path: z.string(),
  rights: z.enum(['never', 'always']).optional(),
})

export interface EditOptions extends ApplyOptions {
  readonly baseSha256?: string | undefined
  /** Files that change together with the env file, or not at all. @default none */
  readonly sides?: readonly SideEdit[]
}

/** A run that a crash ended: its change is undone by the server, or was just confirmed. This waits for it and says which. */
async function tellOutcome(deps: StackDeps, where: Where, context: JobContext): Promise<Result> {
  const { id, home, project, path, rights } = Checkpoint.parse(context.resumed)
  context.progress('undo')
  const open = await openProject(deps, { ...where, project }, context.signal)
  const at = { host: open.host, home, id, rights: rights ?? open.fileRights }
  const outcome = await waitOutcome(at, deps.clock.now(), context.signal)
  deps.changed(where.server, project)
  return { id, outcome, path, changedKeys: [], recreated: [], checks: [], tookSeconds: 0 }
}

async function applyText(
  deps: StackDeps,
  where: Where,
  of: DraftOf,
  options: EditOptions,
  context: JobContext,
): Promise<Result> {
  context.steps(applySteps)
  if (context.resumed !== undefined) return tellOutcome(deps, where, context)
  context.progress('read')
  const state = await readState(deps, where, context.signal)
  if (options.baseSha256 !== undefined && options.baseSha256 !== state.env.sha256)
    throw new AppError('env-changed-meanwhile', { path: state.env.path })
  const sides = await readSides(state.open, options.sides ?? [], context.signal)
  return applyDraft(deps, where, makeDraft(deps, state, of, sides), options, context)
}

/**
 * Edits the env file of a project, and files beside it, as one transaction.
 * @throws AppError of connection, rights and project; `env-changed-meanwhile`, `env-value-refused`, `env-draft-refused`,
 * `transaction-running`, `disk-full`: nothing is written; `transaction-rolled-back`, `transaction-unwatched`
 */
export const applyEdits = (
  deps: StackDeps,
  where: Where,
  edits: EnvEdit,
  context: JobContext,
  options: EditOptions = {},
): Promise<Result> => applyText(deps, where, { edits }, options, context)

/** Puts a whole earlier text in place, by the same way. */
export const applyContent = (
  deps: StackDeps,
  where: Where,
  content: Uint8Array,
  context: JobContext,
  options: { readonly baseSha256?: string | undefined } = {},
): Promise<Result> => applyText(deps, where, { content }, options, context)
