/** Reads the words after `postern`: which command, with which arguments and options, or what help is wanted. */
import { parseArgs } from 'node:util'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { type CliCommand } from './command.ts'
import { type CliOption, everywhere } from './option.ts'
import { UsageError } from './usage-error.ts'
import { type Words, wordsOf } from './words.ts'

export type Parsed =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly path: string }
  | { readonly kind: 'command'; readonly command: CliCommand; readonly words: Words }

/** All options that a command takes, its own first. */
export const optionsOf = (command: CliCommand): readonly CliOption[] => [
  ...command.options,
  ...everywhere,
]

const usage = en.cli.usage

/** The command whose path is the longest beginning of the words. */
function commandIn(commands: readonly CliCommand[], names: readonly string[]) {
  const typed = names.join(' ')
  return commands
    .filter(({ path }) => typed === path || typed.startsWith(`${path} `))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

const isGroup = (commands: readonly CliCommand[], typed: string): boolean =>
  typed === '' || commands.some(({ path }) => path.startsWith(`${typed} `))

/** @throws UsageError with words that name what was not understood. */
export function parseArgv(commands: readonly CliCommand[], argv: readonly string[]): Parsed {
  const names = leadingNames(argv)
  const command = commandIn(commands, names)
  if (!command) return parseWithoutCommand(commands, argv, names)

  const rest = argv.slice(command.path.split(' ').length)
  const known = optionsOf(command)
  const { tokens } = parseArgs({
    args: [...rest],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      known.map(({ name, value }) => [name, { type: value ? 'string' : 'boolean' }] as const),
    ),
  })
  const values = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    if (token.rawName === '-h' || token.name === 'help') return { kind: 'help', path: command.path }
    const option = known.find(({ name }) => name === token.name)
    const says = (text: string) =>
      new UsageError(fill(text, { option: token.rawName, command: command.path }), command.path)
    if (!option || !token.rawName.startsWith('--')) throw says(usage.unknownOption)
    if (!option.value && token.value !== undefined) throw says(usage.noValueWanted)
    // `--user --port 22` is a forgotten value, not a user called `--port`.
    const isForgotten =
      token.value === undefined || (!token.inlineValue && /^--./.test(token.value))
    if (option.value && isForgotten) throw says(usage.valueMissing)
    if (values.has(option.name) && !option.isMany) throw says(usage.givenTwice)
    values.set(option.name, [...(values.get(option.name) ?? []), token.value ?? ''])
  }
  demandAll(command, positionals, values)
  return { kind: 'command', command, words: wordsOf(positionals, values) }
}

function demandAll(
  command: CliCommand,
  positionals: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
) {
  const says = (text: string, params: Record<string, string>) =>
    new UsageError(fill(text, params), command.path)
  const missing = command.arguments.find((one, at) => one.isRequired && at >= positionals.length)
  if (missing) throw says(usage.argumentMissing, { argument: missing.name })
  const isOpenEnded = command.arguments.some(one => one.isMany)
  const extra = isOpenEnded ? undefined : positionals[command.arguments.length]
  if (extra !== undefined) throw says(usage.tooMany, { word: extra })
  const unsaid = command.options.find(({ name, isRequired }) => isRequired && !values.has(name))
  if (unsaid) throw says(usage.optionMissing, { option: `--${unsaid.name}` })
}

/** The words before the first option. */
function leadingNames(argv: readonly string[]): string[] {
  const end = argv.findIndex(word => word.startsWith('-'))
  return end < 0 ? [...argv] : argv.slice(0, end)
}

function parseWithoutCommand(
  commands: readonly CliCommand[],
  argv: readonly string[],
  names: readonly string[],
): Parsed {
  const typed = names[0] === 'help' ? names.slice(1).join(' ') : names.join(' ')
  if (names.length === 0 && argv[0] === '--version') return { kind: 'version' }
  const wantsHelp = names[0] === 'help' || argv.some(word => word === '--help' || word === '-h')
  const isKnown = isGroup(commands, typed) || commands.some(({ path }) => path === typed)
  if (wantsHelp && isKnown) return { kind: 'help', path: typed }
  if (isGroup(commands, typed))
    throw new UsageError(typed ? fill(usage.moreWanted, { typed }) : usage.nothing, typed)
  throw new UsageError(fill(usage.unknownCommand, { typed: typed || (argv[0] ?? '') }))
}
