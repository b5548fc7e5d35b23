/** Judges the draft of an env file before anything is written: a complaint of Compose is a refusal, whether Compose would stop or not. */
import type { ComposeGeneration, EnvProblem } from '../../../shared/model/stack.ts'
import type { EnvCatalogue } from './catalogue.ts'
import { changedKeys } from './changed-keys.ts'
import { checkValue } from './check-value.ts'
import { readEnv, type EnvReading, type Surroundings } from './compose-reading.ts'
import {
  activeStatement,
  lineNumber,
  lineStarts,
  parseEnvDocument,
  type EnvDocument,
} from './env-document.ts'
import { isOlder } from '../../../shared/mailu-version.ts'

export interface Draft extends Surroundings {
  readonly compose: ComposeGeneration
  readonly draft: Uint8Array
  /** What is on the server now; without it every key counts as changed. */
  readonly before?: Uint8Array
  /** Services of the project; without them nothing is said about missing ones. */
  readonly services?: readonly string[]
  /** Version of Mailu, for example `2024.06.57`. */
  readonly version?: string
}

export interface Judgement {
  /** An `error` refuses the draft; a `warning` is advice. */
  readonly problems: readonly EnvProblem[]
  readonly isAccepted: boolean
  readonly changedKeys: readonly string[]
  readonly reading: EnvReading
}

const isOff = (value: string): boolean => /^(?:|none|false|no|off|0)$/i.test(value)

function adviceFor(
  key: string,
  value: string,
  draft: Draft,
  catalogue: EnvCatalogue,
): Omit<EnvProblem, 'line'>[] {
  const facts = catalogue.lookup(key)
  const advice = (code: string, params: EnvProblem['params'] = {}): Omit<EnvProblem, 'line'> => ({
    severity: 'warning',
    code,
    key,
    params: { key, ...params },
  })
  if (!facts) return [advice('key-unknown')]
  const { deprecated, needs, since } = facts
  if (deprecated?.replacement)
    return [advice('key-replaced', { replacement: deprecated.replacement })]
  if (deprecated) return [advice('key-deprecated')]
  const found: Omit<EnvProblem, 'line'>[] = []
  if (needs && draft.services && !draft.services.includes(needs) && !isOff(value))
    found.push(advice('service-missing', { service: needs }))
  if (since && draft.version && isOlder(draft.version, since))
    found.push(advice('version-too-old', { since, version: draft.version }))
  return found
}

/** Type and advice for each key that the draft changes and still has. */
function keyProblems(
  document: EnvDocument,
  values: EnvReading['values'],
  keys: readonly string[],
  draft: Draft,
  catalogue: EnvCatalogue,
): EnvProblem[] {
  const starts = lineStarts(document.text)
  return keys.flatMap(key => {
    const value = values.get(key)
    const statement = activeStatement(document, key)
    if (value === undefined || !statement) return []
    const line = lineNumber(starts, statement.span.start)
    const facts = catalogue.lookup(key)
    const fault = facts && checkValue(facts, value)
    const wrong = fault ? [{ severity: 'error' as const, key, ...fault }] : []
    return [...wrong, ...adviceFor(key, value, draft, catalogue)].map(one => ({ ...one, line }))
  })
}

/** Two problems are the same when they stand at the same setting; lines move. */
const identity = ({ code, key, params }: EnvProblem): string => JSON.stringify([code, key, params])

/**
 * The draft as Compose and Mailu would take it. Lines that Compose stops at or leaves out refuse it even when they were there before.
 * A lesser complaint (a variable that is not set) refuses only where the draft brings it: what ran before stays editable.
 */
export function validateEnv(draft: Draft, catalogue: EnvCatalogue): Judgement {
  const document = parseEnvDocument(draft.draft, draft.compose)
  const reading = readEnv(document, draft)
  const before = readEnv(parseEnvDocument(draft.before ?? new Uint8Array(), draft.compose), draft)
  const known = new Set(before.problems.map(identity))
  const changed = changedKeys(before, reading)
  const ofReading = reading.problems.map(problem =>
    known.has(identity(problem)) ? problem : { ...problem, severity: 'error' as const },
  )
  const problems = [
    ...ofReading,
    ...keyProblems(document, reading.values, changed, draft, catalogue),
  ]
  const isAccepted = problems.every(problem => problem.severity !== 'error')
  return { problems, isAccepted, changedKeys: changed, reading }
}
