import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { UsageError } from './usage-error.ts'

/** The one of `choices` that was typed. @throws UsageError */
export function oneOf<T extends string>(value: string, choices: readonly T[], option: string): T {
  const found = choices.find(choice => choice === value)
  if (found !== undefined) return found
  throw new UsageError(fill(en.cli.usage.oneOf, { option, choices: choices.join(', ') }))
}
