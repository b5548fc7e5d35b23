/** Takes a relay into use: tries it first, then changes the settings as one transaction. */
import type { JobContext } from '../../shared/contract/define.ts'
import type { RelayChoice } from '../../shared/contract/relay.ts'
import { AppError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { ProbeReport } from '../../shared/model/relay.ts'
import type { TransactionResult } from '../../shared/model/stack.ts'
import { Secret } from '../../shared/secret.ts'
import { z } from '../../shared/zod.ts'
import { relayKeys, relayValues, targetOf } from './configured.ts'
import { type RelayProber, stoppedAt } from './probe-relay.ts'
import { findProvider, providerOfHost } from './providers.ts'
import type { RelayDeps, RelayEdit, Where } from './relay-deps.ts'
import { sidesFor } from './relay-plan.ts'
import { senderOf } from './sender-address.ts'
import { composeRelaySettings, type RelayTarget, resolveRelayChoice } from './relay-target.ts'

/** The settings as edits: what is empty is taken out, so that Mailu does not log in with nothing (`mailu.md` 1.5). */
export function editsFor(target: RelayTarget): RelayEdit {
  const settings = composeRelaySettings(target)
  const filled = relayKeys.filter(key => settings[key] !== '')
  return {
    set: filled.map(key => ({ key, value: settings[key] })),
    unset: relayKeys.filter(key => settings[key] === ''),
  }
}

/**
 * What the choice means on that project. A choice without a password keeps the one that is set there, but only for the same
 * provider: a key of one is never shown to another.
 * @throws AppError those of `resolveRelayChoice`, of the connection and of reading the settings
 */
export async function targetOfChoice(
  deps: RelayDeps,
  where: Where,
  choice: RelayChoice,
  signal: AbortSignal,
): Promise<RelayTarget> {
  const providers = await deps.providers()
  const provider = findProvider(providers, choice.provider)
  if (choice.password) {
    deps.remember(choice.password)
    return resolveRelayChoice(provider, choice)
  }
  const values = await deps.envValues(where, relayKeys, signal)
  const now = relayValues(key => values.get(key))
  const host = targetOf(now)?.host ?? ''
  const isSame =
    provider.hosts.length === 0
      ? host !== '' && host === choice.host?.trim().toLowerCase()
      : providerOfHost(providers, host)?.id === provider.id
  const kept = isSame && now.password !== '' ? new Secret(now.password) : undefined
  if (kept) deps.remember(kept)
  return resolveRelayChoice(provider, choice, kept)
}

function mustBeUsable(report: ProbeReport): void {
  const step = stoppedAt(report)
  if (!step) return
  const words: Readonly<Record<string, string>> = en.probe.codes
  throw new AppError('relay-probe-failed', {
    step: step.id,
    verdict: fill(words[step.code] ?? step.code, step.params),
    reply: step.raw ?? '–',
  })
}

type Answer = { probe: ProbeReport; transaction: z.input<typeof TransactionResult> }

/** What a run leaves for the next one: the verdict that it had, and where its change is to be found. */
const Checkpoint = z.object({ probe: ProbeReport, change: z.unknown() })

/** A run that a crash ended after its change had begun: the server undoes it or has kept it, and the verdict is the one from then. */
async function tellOutcome(deps: RelayDeps, where: Where, context: JobContext): Promise<Answer> {
  const { probe, change } = Checkpoint.parse(context.resumed)
  const rest: JobContext = { ...context, resumed: change }
  return {
    probe,
    transaction: await deps.applyEdits(where, { set: [], unset: [] }, rest, {
      skip: [],
      sides: [],
    }),
  }
}

/**
 * @throws AppError `relay-probe-failed` when the relay does not work and nobody insists: nothing is written then; and those of
 * `targetOfChoice` and of the transaction
 */
export async function setRelay(
  deps: RelayDeps,
  probe: RelayProber,
  where: Where,
  choice: RelayChoice,
  insist: boolean,
  context: JobContext,
): Promise<Answer> {
  if (context.resumed !== undefined) return tellOutcome(deps, where, context)
  const first = { id: 'probe', weight: 3 }
  context.steps([first])
  context.progress(first.id)
  const at = await deps.open(where, context.signal)
  const here = { ...where, project: at.project }
  const target = await targetOfChoice(deps, here, choice, context.signal)
  const sides = sidesFor(at, target)
  // What a file of the person's own stands against is told before the relay is asked.
  for (const { path, edit } of sides) edit(await deps.sideFile(here, path, context.signal))
  const sender = await senderOf(deps, at, here, context.signal)
  const report = await probe(at, target, context.signal, sender)
  if (!insist) mustBeUsable(report)
  const transaction = await deps.applyEdits(
    here,
    editsFor(target),
    {
      ...context,
      steps: rest => context.steps([first, ...rest]),
      checkpoint: change => context.checkpoint({ probe: report, change }),
    },
    { skip: insist ? ['relay-login'] : [], sides },
  )
  return { probe: report, transaction }
}
