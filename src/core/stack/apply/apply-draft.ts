/** Carries a judged draft out on the server as one transaction. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionCheck, TransactionResult } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import {
  type CheckResult,
  compareChecks,
  planChecks,
  runChecks,
} from '../checks/function-checks.ts'
import { applyCommand, recreateCommand } from '../compose/remote-commands.ts'
import { composeWords, runCompose } from '../compose/run-compose.ts'
import { composeComplaints } from '../compose/validate-draft.ts'
import { readEnv } from '../env/compose-reading.ts'
import { parseEnvDocument } from '../env/env-document.ts'
import { openProject, type Where } from '../open-project.ts'
import { surroundingsOf } from '../read-project.ts'
import { firstOf } from '../services.ts'
import type { StackDeps } from '../stack-deps.ts'
import { homeOf } from '../transaction/change.ts'
import { type ChangeEnd, type ChangePoint, runChange } from '../transaction/run-change.ts'
import { judge, type Judged, notReceived } from './judge.ts'
import { type Draft, mustBeAccepted } from './prepare-draft.ts'

export interface ApplyOptions {
  /** Checks whose loss does not undo the change: the person insisted. */
  readonly skip?: readonly 'relay-login'[]
}

type Result = z.input<typeof TransactionResult>
type Check = z.infer<typeof FunctionCheck>

/** Steps of the job, weighted by the seconds that they took on a small box. */
export const applySteps = [
  { id: 'read', weight: 2 },
  { id: 'validate', weight: 2 },
  { id: 'check-before', weight: 2 },
  { id: 'write', weight: 1 },
  { id: 'recreate', weight: 12 },
  { id: 'check-after', weight: 8 },
  { id: 'confirm', weight: 1 },
] as const

interface Trial {
  before: readonly CheckResult[]
  judged?: Judged
  recreated: string[]
  /** Keys that arrived in no container as they were meant. */
  wrong: readonly string[]
}

async function tryOut(
  deps: StackDeps,
  where: Where,
  draft: Draft,
  trial: Trial,
  options: ApplyOptions,
  context: JobContext,
  signal: AbortSignal,
  at: (point: ChangePoint) => Promise<void>,
): Promise<boolean> {
  const services = draft.plan.recreate.map(one => one.service)
  if (services.length === 0) return true
  const { redact } = deps
  context.progress('recreate')
  // Compose sees no change in a file that a service reads by itself.
  const command = draft.sides.changes.length > 0 ? recreateCommand : applyCommand
  await runCompose(command, services, {
    open: draft.open,
    tool: draft.tool,
    signal,
    redact,
    onLine: detail => context.progress('recreate', { detail }),
  })
  await at('recreated')
  context.progress('check-after')
  const { containers, host, engineRights } = await openProject(deps, where, signal)
  trial.recreated = services.filter(
    name => firstOf(containers, name)?.id !== firstOf(draft.open.containers, name)?.id,
  )
  const surroundings = surroundingsOf(draft.files)
  const old = readEnv(parseEnvDocument(draft.env.bytes, draft.tool.generation), surroundings)
  const { changedKeys, reading } = draft.judgement
  const overridden = (service: string): readonly string[] =>
    draft.files.declared.services.find(one => one.name === service)?.environment ?? []
  trial.wrong = services.flatMap(service => {
    const keys = draft.plan.recreate.find(one => one.service === service)?.keys ?? changedKeys
    return notReceived([service], containers, keys, reading.values, old.values, overridden)
  })
  if (trial.wrong.length > 0) return false
  trial.judged = await judge({
    host,
    rights: engineRights,
    containers,
    values: reading.values,
    before: trial.before,
    ignore: [...(options.skip ?? []), ...notAnyMore(reading.values)],
    signal,
    pauseMs: deps.pauseMs,
  })
  return trial.judged.lost.length === 0
}

/** What the new settings themselves switch off. */
const notAnyMore = (values: ReadonlyMap<string, string>): CheckResult['id'][] =>
  values.get('TLS_FLAVOR') === 'notls' ? ['imaps'] : []

function checksOf(deps: StackDeps, { before, judged, wrong }: Trial): Check[] {
  const checks = compareChecks(before, judged?.after, deps.redact)
  if (wrong.length === 0) return checks
  const reply = [...new Set(wrong)].join(', ')
  return [...checks, { id: 'received', before: 'works', after: 'broken', reply }]
}

const isEnvChanged = ({ env, bytes }: Draft): boolean => !env.bytes.equals(bytes)

/** The env file is the first of the set, where it changes at all. */
const copyOfEnv = (draft: Draft, copies: readonly string[]): string | undefined =>
  isEnvChanged(draft) ? copies[0] : undefined

/** @throws AppError `transaction-rolled-back` where no check, but a step failed; `transaction-unwatched` where the line did */
function resultOf(
  deps: StackDeps,
  draft: Draft,
  trial: Trial,
  end: ChangeEnd,
  startedAt: number,
): Result {
  const { trouble, outcome, id, copies } = end
  if (trouble && outcome === 'rolled-back') {
    if (trouble.code === 'compose-failed' || trouble.code === 'timed-out') {
      const failed = String(trouble.params['reply'] ?? trouble.params['what'])
      throw new AppError('transaction-rolled-back', { failed, id }, { cause: trouble })
    }
    throw new AppError('transaction-unwatched', { host: draft.open.host.host }, { cause: trouble })
  }
  const copy = copyOfEnv(draft, copies)
  const files = draft.sides.changes.map(({ path }) => path)
  return {
    id,
    outcome,
    path: draft.env.path,
    changedKeys: [...draft.judgement.changedKeys],
    recreated: trial.recreated,
    checks: checksOf(deps, trial),
    ...(copy !== undefined && { copy }),
    ...(files.length > 0 && { files }),
    tookSeconds: Math.round((deps.clock.now() - startedAt) / 100) / 10,
  }
}

/**
 * Validates on the server, checks what works, writes, recreates, checks again, and confirms; or the server puts everything back.
 * @throws AppError `env-draft-refused`, those of `begin` (nothing is written then), `transaction-rolled-back`, `transaction-unwatched`
 */
export async function applyDraft(
  deps: StackDeps,
  where: Where,
  draft: Draft,
  options: ApplyOptions,
  context: JobContext,
): Promise<Result> {
  const startedAt = deps.clock.now()
  const { open, tool, env, bytes, files, judgement, plan, sides } = draft
  const { signal } = context
  if (!isEnvChanged(draft) && sides.changes.length === 0) {
    return {
      id: '',
      outcome: 'nothing-to-do',
      path: env.path,
      changedKeys: [],
      recreated: [],
      checks: [],
      tookSeconds: 0,
    }
  }
  mustBeAccepted(draft)
  context.progress('validate')
  const services = plan.recreate.map(one => one.service)
  const checking = planChecks(open.containers, judgement.reading.values)
  const [complaints, before] = await Promise.all([
    composeComplaints(open, files, tool, bytes, signal),
    services.length > 0 ? runChecks(open.host, checking, open.engineRights, signal) : [],
  ])
  const [complaint] = complaints
  if (complaint !== undefined)
    throw new AppError('env-draft-refused', {
      path: env.path,
      line: 0,
      reason: deps.redact(complaint),
    })
  const trial: Trial = { before, recreated: [], wrong: [] }
  context.progress('write')
  const end = await runChange({
    change: {
      home: homeOf(open.found.dir),
      who: deps.who,
      files: [
        ...(isEnvChanged(draft)
          ? [{ path: env.realPath, before: env.sha256, content: bytes }]
          : []),
        ...sides.changes,
      ],
      projectDir: open.found.dir,
      compose: composeWords(tool, open),
      services,
      mustRecreate: sides.changes.length > 0,
    },
    rights: sides.rights,
    connect: untilThen => deps.servers.connect(where.server, untilThen),
    now: () => deps.clock.now(),
    signal,
    onBegun: id =>
      context.checkpoint({
        id,
        home: homeOf(open.found.dir),
        project: open.project.name,
        path: env.path,
        rights: sides.rights,
      }),
    trial: (trialSignal, at) =>
      tryOut(deps, where, draft, trial, options, context, trialSignal, at),
    onUndo: () => context.progress('undo'),
    ...(deps.atPoint && { atPoint: deps.atPoint }),
  })
  deps.changed(where.server, open.project.name)
  return resultOf(deps, draft, trial, end, startedAt)
}
