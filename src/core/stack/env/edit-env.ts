/** Edits of an env file as one step: bytes in, bytes out. The transaction on a server and the command line's own editor share it. */
import { AppError } from '../../../shared/errors.ts'
import { envProblems } from '../../../shared/locales/en/env-problems.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { ComposeGeneration } from '../../../shared/model/stack.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Surroundings } from './compose-reading.ts'
import { envBytes, parseEnvDocument } from './env-document.ts'
import { setKey, type EditResult } from './set-key.ts'
import { unsetKey } from './unset-key.ts'

export interface EnvEdit {
  /** Values are secrets until they are written, whatever the key. */
  readonly set?: readonly { readonly key: string; readonly value: Secret | string }[]
  readonly unset?: readonly string[]
}

export interface EditOptions extends Surroundings {
  readonly compose: ComposeGeneration
}

/**
 * Takes keys out, then sets keys, in the order given. What was not edited stays byte for byte.
 * @throws AppError `env-value-refused` for a value that this file cannot hold under that generation; nothing is changed then.
 */
export function editEnvBytes(bytes: Uint8Array, edits: EnvEdit, options: EditOptions): Uint8Array {
  let document = parseEnvDocument(bytes, options.compose)
  const take = (key: string, result: EditResult): void => {
    if ('refusal' in result) {
      const reason = fill(envProblems[result.refusal], { key, line: result.line ?? 0 })
      throw new AppError('env-value-refused', { key, reason })
    }
    document = result.document
  }
  for (const key of edits.unset ?? []) take(key, unsetKey(document, key))
  for (const { key, value } of edits.set ?? []) {
    const text = typeof value === 'string' ? value : value.reveal()
    take(key, setKey(document, key, text, options))
  }
  return envBytes(document)
}
