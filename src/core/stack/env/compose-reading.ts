/** What Compose would make of an env file: the values that containers receive, and everything that is wrong with the file, with line numbers. */
import type { EnvProblem } from '../../../shared/model/stack.ts'
import { lineNumber, lineStarts, type EnvDocument } from './env-document.ts'
import { hasBadSubstitutionV1, interpolateV1 } from './interpolate-v1.ts'
import { interpolateV2 } from './interpolate-v2.ts'
import { firstLoneByte, withReplacements } from './lossless-text.ts'
import type { Statement } from './statement.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** Where `$` in values and bare keys are looked up besides the file itself. */
export interface Surroundings {
  /** Environment of the Compose process on the server. */
  readonly process?: Variables
  /** The project's `.env`. v1 uses it for bare keys only. */
  readonly dotEnv?: Variables
  /** The service's `environment:`. v2 only. */
  readonly service?: Variables
}

export interface EnvReading {
  /** Effective values; a bare key that nothing defines is absent. Under v2 only those before the first error. */
  readonly values: ReadonlyMap<string, string>
  readonly problems: readonly EnvProblem[]
}

const ownValue = (variables: Variables | undefined, name: string): string | undefined =>
  variables && Object.hasOwn(variables, name) ? variables[name] : undefined

type Report = (
  statement: Statement,
  code: string,
  severity?: EnvProblem['severity'],
  name?: string,
) => void

function readV1(document: EnvDocument, around: Surroundings, report: Report): Map<string, string> {
  const seen = new Map<string, string | null>()
  const lookup = (name: string): string | null | undefined =>
    seen.has(name) ? seen.get(name) : ownValue(around.process, name)
  for (const statement of document.statements) {
    const { kind, key, trouble } = statement
    if (trouble) report(statement, trouble)
    if (kind === 'unparsable') continue
    // The place of a key that comes again stays the first one, as in a dictionary: it has no meaning here.
    if (kind === 'bare') {
      seen.set(key, null)
      continue
    }
    if (hasBadSubstitutionV1(statement.text)) report(statement, 'bad-substitution')
    const { value, missing } = interpolateV1(statement.text, lookup)
    for (const name of missing) report(statement, 'undefined-variable', 'warning', name)
    seen.set(key, value)
  }
  const values = new Map<string, string>()
  for (const [key, value] of seen) {
    const given = value ?? ownValue(around.process, key) ?? ownValue(around.dotEnv, key)
    if (given !== undefined) values.set(key, given)
  }
  return values
}

function readV2(document: EnvDocument, around: Surroundings, report: Report): Map<string, string> {
  const values = new Map<string, string>()
  const fromOutside = (name: string): string | undefined =>
    ownValue(around.process, name) ??
    ownValue(around.dotEnv, name) ??
    ownValue(around.service, name)
  const lookup = (name: string): string | undefined => fromOutside(name) ?? values.get(name)
  for (const statement of document.statements) {
    const { kind, key, trouble, text } = statement
    if (kind === 'unparsable') {
      report(statement, trouble ?? 'unparsable')
      return values
    }
    if (trouble) report(statement, trouble, kind === 'bare' ? 'error' : 'warning')
    if (kind === 'bare') {
      const given = fromOutside(key)
      if (given !== undefined && !trouble) values.set(key, given)
      continue
    }
    if (firstLoneByte(text) >= 0) report(statement, 'not-utf8', 'warning')
    const outcome = statement.expands ? interpolateV2(text, lookup) : { value: text, missing: [] }
    if ('trouble' in outcome) {
      report(statement, outcome.trouble, 'error', 'name' in outcome ? outcome.name : undefined)
      return values
    }
    for (const name of outcome.missing) report(statement, 'undefined-variable', 'warning', name)
    values.set(key, withReplacements(outcome.value))
  }
  return values
}

/**
 * Reads a document as the Compose generation that it was opened for does (`mailu.md` 1.1). Severity `error`: Compose stops
 * (v2) or leaves the line out (v1); `warning`: it goes on with a value that was hardly meant. Never throws.
 */
export function readEnv(document: EnvDocument, around: Surroundings = {}): EnvReading {
  const starts = lineStarts(document.text)
  const problems: EnvProblem[] = []
  const report: Report = (statement, code, severity = 'error', name) => {
    const line = lineNumber(starts, statement.span.start)
    const key = statement.key === '' ? {} : { key: statement.key }
    problems.push({ severity, code, line, ...key, params: name === undefined ? {} : { name } })
  }
  const loneByte = firstLoneByte(document.text)
  if (document.compose === 'v1' && loneByte >= 0) {
    const line = lineNumber(starts, loneByte)
    return {
      values: new Map(),
      problems: [{ severity: 'error', code: 'not-utf8', line, params: {} }],
    }
  }
  const read = document.compose === 'v1' ? readV1 : readV2
  const values = read(document, around, report)
  return { values, problems }
}
