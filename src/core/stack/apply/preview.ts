/** `stack.envPreview`: what an edit would change, whom it would restart, and whether the server would take it. */
import type { EnvPreview } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import { composeComplaints } from '../compose/validate-draft.ts'
import { diffEnv } from '../env/diff-env.ts'
import type { EnvEdit } from '../env/edit-env.ts'
import type { Where } from '../open-project.ts'
import type { StackDeps } from '../stack-deps.ts'
import { type Draft, makeDraft, readState, withoutSecrets } from './prepare-draft.ts'

/** Seconds that a recreate takes away from mail: Compose's own start, then each container in turn (measured on a small box). */
const seconds = { compose: 3, perService: 4 } as const

export const expectedSeconds = (services: number): number =>
  services === 0 ? 0 : seconds.compose + seconds.perService * services

/** @throws AppError of `readState`; `env-value-refused` for a value that the file cannot hold */
export async function preview(
  deps: StackDeps,
  where: Where,
  edits: EnvEdit,
  signal: AbortSignal,
): Promise<z.input<typeof EnvPreview>> {
  const state = await readState(deps, where, signal)
  return previewOf(deps, makeDraft(deps, state, { edits }), signal)
}

/** What a draft would do, and what Compose on the server says of it. */
export async function previewOf(
  deps: StackDeps,
  draft: Draft,
  signal: AbortSignal,
): Promise<z.input<typeof EnvPreview>> {
  const { tool, env, catalogue, bytes, judgement, plan } = draft
  const hasChanges = !env.bytes.equals(bytes)
  const complaints =
    judgement.isAccepted && hasChanges
      ? await composeComplaints(draft.open, draft.files, tool, bytes, signal)
      : []
  return {
    path: env.path,
    baseSha256: env.sha256,
    diff: [...diffEnv(env.bytes, bytes, tool.generation, catalogue)],
    changedKeys: [...judgement.changedKeys],
    problems: [
      ...withoutSecrets(judgement.problems, catalogue),
      ...complaints.map(text => ({
        severity: 'error' as const,
        code: 'compose-refuses',
        params: { reply: deps.redact(text) },
      })),
    ],
    recreate: plan.recreate.map(({ service, keys }) => ({ service, keys: [...keys] })),
    keepRunning: [...plan.keepRunning],
    expectedSeconds: expectedSeconds(plan.recreate.length),
    ...(judgement.isAccepted && { accepted: complaints.length === 0 }),
  }
}
