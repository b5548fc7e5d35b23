/** Help texts, made from the commands themselves. */
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { CliCommand } from './command.ts'
import type { CliOption } from './option.ts'
import { optionsOf } from './parse-argv.ts'

const titles = en.cli.help

const spelt = ({ name, value }: CliOption): string => `--${name}${value ? ` ${value}` : ''}`

/** The line that shows how a command is typed. */
export function usageOf(command: CliCommand): string {
  const words = command.arguments.map(({ name, isRequired, isMany }) => {
    const word = isMany ? `${name}…` : name
    return isRequired ? word : `[${word}]`
  })
  const options = command.options.map(option =>
    option.isRequired ? spelt(option) : `[${spelt(option)}]`,
  )
  return ['postern', command.path, ...words, ...options].join(' ')
}

/** Two columns; the second begins where the longest of the first ends. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n')
}

function commandHelp(command: CliCommand): string {
  const args = command.arguments.map(({ name }) => [name, en.cli.arguments[name]] as const)
  const options = optionsOf(command).map(
    option => [spelt(option), en.cli.options[option.name]] as const,
  )
  return [
    usageOf(command),
    en.cli.commands[command.path],
    columns([...args, ...options]),
    titles.exits,
  ].join('\n\n')
}

/** Help for a path: of one command, of a group, or of everything (`''`). Ends in a line end. */
export function helpFor(commands: readonly CliCommand[], path: string): string {
  const exact = commands.find(command => command.path === path)
  if (exact) return `${commandHelp(exact)}\n`
  const listed = commands
    .filter(command => path === '' || command.path.startsWith(`${path} `))
    .map(command => [command.path, en.cli.commands[command.path]] as const)
  const usage = fill(titles.usage, { path: path ? `${path} ` : '' })
  const parts = [usage, ...(path ? [] : [titles.about]), columns(listed), titles.more]
  return `${[...parts, ...(path ? [] : [titles.exits])].join('\n\n')}\n`
}
