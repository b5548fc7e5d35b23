/** An env file as it is shown: each setting once, with the value that containers receive and no secret in it. */
import { createHash } from 'node:crypto'
import type { EnvEntry, EnvView } from '../../../shared/model/stack.ts'
import type { EnvCatalogue } from './catalogue.ts'
import { readEnv, type EnvReading, type Surroundings } from './compose-reading.ts'
import { lineNumber, lineStarts, parseEnvDocument, type EnvDocument } from './env-document.ts'
import { envOffer } from './env-offer.ts'
import type { Statement } from './statement.ts'

export interface EnvFile extends Surroundings {
  readonly path: string
  readonly bytes: Uint8Array
  readonly compose: EnvDocument['compose']
  /** Services of the project that have this env file. */
  readonly services?: readonly string[]
}

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Whether a value takes over a secret from another key (`URI=db://u:${DB_PW}@h`): then it is one too. */
const borrowsSecret = ({ text, expands }: Statement, catalogue: EnvCatalogue): boolean =>
  expands &&
  [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].some(([, name]) => catalogue.isSecret(name!))

function entryOf(
  statement: Statement,
  line: number,
  { values }: EnvReading,
  catalogue: EnvCatalogue,
  services: readonly string[] | undefined,
): EnvEntry {
  const { key } = statement
  const value = values.get(key)
  const {
    isKnown,
    kind,
    choices,
    default: byDefault,
    ...offer
  } = envOffer(key, catalogue, services)
  const isSecret = offer.isSecret || borrowsSecret(statement, catalogue)
  return {
    ...offer,
    isSecret,
    ...(isSecret || value === undefined ? {} : { value }),
    hasValue: value !== undefined && value !== '',
    line,
    isKnown,
    ...(isKnown ? { kind } : {}),
    ...(choices ? { choices } : {}),
    ...(byDefault === undefined ? {} : { default: byDefault }),
  }
}

/** Entries stand in the order of the lines that win; offers are known settings that the file lacks, without retired ones. */
export function envView(file: EnvFile, catalogue: EnvCatalogue): EnvView {
  const document = parseEnvDocument(file.bytes, file.compose)
  const reading = readEnv(document, file)
  const starts = lineStarts(document.text)
  const winners = new Map<string, Statement>()
  for (const statement of document.statements) {
    if (statement.kind === 'unparsable' || statement.key === '') continue
    winners.delete(statement.key)
    winners.set(statement.key, statement)
  }
  const offers = catalogue.keys
    .filter(({ key, deprecated }) => !deprecated && !winners.has(key))
    .map(({ key }) => {
      const { isKnown: _, ...offer } = envOffer(key, catalogue, file.services)
      return offer
    })
  return {
    path: file.path,
    sha256: sha256Of(file.bytes),
    sizeBytes: file.bytes.length,
    compose: file.compose,
    entries: [...winners.values()].map(one =>
      entryOf(one, lineNumber(starts, one.span.start), reading, catalogue, file.services),
    ),
    offers,
    problems: [...reading.problems],
  }
}
