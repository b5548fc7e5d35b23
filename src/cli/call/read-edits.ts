/** `KEY=VALUE…` and `--unset KEY` as edits. A secret never stands in argv: `KEY=-` takes it from stdin. */
import { AppError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { UsageError } from '../parse/usage-error.ts'
import type { Asked } from './asked.ts'

const fromStdin = '-'

interface Pair {
  readonly key: string
  readonly value: string
}

export interface Edits {
  readonly set: Pair[]
  readonly unset: string[]
}

function pairOf(word: string): Pair {
  const at = word.indexOf('=')
  if (at < 1) throw new UsageError(fill(en.cli.usage.notAPair, { word }))
  return { key: word.slice(0, at), value: word.slice(at + 1) }
}

/**
 * Reads the edits that were typed. The catalogue says which keys are secret, before anything else is asked.
 * @throws AppError `env-secret-in-argv`
 */
export async function readEdits({ words, ask, secretFromStdin }: Asked): Promise<Edits> {
  const pairs = words.all.map(pairOf)
  const unset = [...words.options('unset')]
  if (pairs.length + unset.length === 0) throw new UsageError(en.cli.usage.noEdits)
  const known = pairs.length
    ? await ask('stack.envKeys', { keys: [...new Set(pairs.map(({ key }) => key))] })
    : []
  const secrets = new Set(known.filter(({ isSecret }) => isSecret).map(({ key }) => key))
  const shown = pairs.find(
    ({ key, value }) => secrets.has(key) && value !== '' && value !== fromStdin,
  )
  if (shown) throw new AppError('env-secret-in-argv', { key: shown.key })
  const set: Pair[] = []
  for (const { key, value } of pairs)
    set.push({ key, value: value === fromStdin ? await secretFromStdin(key) : value })
  return { set, unset }
}
