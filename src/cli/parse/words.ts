/** What was typed after a command, by name. */
import { fill } from '../../shared/locales/fill.ts'
import { en } from '../../shared/locales/en/index.ts'
import type { OptionName } from './option.ts'
import { UsageError } from './usage-error.ts'

export interface Words {
  /** The first argument; present where the command demands one. */
  readonly first: string
  readonly all: readonly string[]
  option(name: OptionName): string | undefined
  options(name: OptionName): readonly string[]
  flag(name: OptionName): boolean
  /** A whole number, or a usage error. */
  number(name: OptionName): number | undefined
}

/** Gives typed access to parsed words. */
export function wordsOf(
  all: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): Words {
  const option = (name: OptionName) => values.get(name)?.at(-1)
  return {
    first: all[0] ?? '',
    all,
    option,
    options: name => values.get(name) ?? [],
    flag: name => values.has(name),
    number(name) {
      const text = option(name)
      if (text === undefined) return undefined
      if (/^\d{1,9}$/.test(text)) return Number(text)
      throw new UsageError(fill(en.cli.usage.notANumber, { option: `--${name}`, value: text }))
    },
  }
}
