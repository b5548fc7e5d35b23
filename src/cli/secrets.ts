/** Secrets come from stdin, a file, or the environment variable that an option names; never from argv. */
import { en } from '../shared/locales/en/index.ts'
import { fill } from '../shared/locales/fill.ts'
import type { CliOption, OptionName } from './parse/option.ts'
import type { CliIo } from './io.ts'
import { UsageError } from './parse/usage-error.ts'
import { readGivenText } from './read-file.ts'
import type { Words } from './parse/words.ts'

/** What a secret is called on the command line. */
export type SecretName = 'password' | 'passphrase' | 'sudo-password' | 'key' | 'mailbox-password'

const sources = ['stdin', 'file', 'env'] as const

/** The three options that name where a secret comes from. */
export const secretOptions = (name: SecretName): readonly CliOption[] => [
  { name: `${name}-stdin` },
  { name: `${name}-file`, value: 'FILE' },
  { name: `${name}-env`, value: 'VAR' },
]

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '')

/** The lines of stdin, read once: several secrets may wait there, one a line, in the order in which they are asked for. */
export function stdinSecrets(io: CliIo): (what: string) => Promise<string> {
  let lines: Promise<string[]> | undefined
  return async what => {
    lines ??= io
      .readStdin(fill(en.cli.secrets.prompt, { what }))
      .then(text => withoutLineEnd(text).split(/\r?\n/))
    const line = (await lines).shift()
    if (line === undefined || line === '')
      throw new UsageError(fill(en.cli.secrets.stdinEmpty, { what }))
    return line
  }
}

/** The secret that the options name, or nothing when none of them was given. */
export async function secretFrom(
  name: SecretName,
  words: Words,
  io: CliIo,
  nextFromStdin: (what: string) => Promise<string>,
): Promise<string | undefined> {
  const given = sources.filter(source => words.flag(`${name}-${source}` satisfies OptionName))
  if (given.length > 1) throw new UsageError(fill(en.cli.secrets.twoSources, { what: name }))
  switch (given[0]) {
    case undefined:
      return undefined
    case 'stdin':
      return nextFromStdin(en.cli.secrets.names[name])
    case 'file':
      return withoutLineEnd(await readGivenText(io, words.option(`${name}-file`) ?? ''))
    case 'env': {
      const variable = words.option(`${name}-env`) ?? ''
      const value = io.env[variable]
      if (!value) throw new UsageError(fill(en.cli.secrets.variableEmpty, { variable }))
      return value
    }
  }
}
