/** Options and arguments as data; each has its text in the catalogue. */
import type { en } from '../../shared/locales/en/index.ts'

/** The words of a command as they are typed; each has its text in the catalogue. */
export type CommandPath = keyof typeof en.cli.commands
export type OptionName = keyof typeof en.cli.options

export interface CliOption {
  readonly name: OptionName
  /** What stands for the value in help (`FILE`); an option without it is a flag. */
  readonly value?: string
  readonly isRequired?: boolean
  /** May be given several times. */
  readonly isMany?: boolean
}

export interface CliArgument {
  readonly name: keyof typeof en.cli.arguments
  readonly isRequired: boolean
  readonly isMany?: boolean
}

/** For commands that act on one project; the server is named by an option that every command takes. */
export const onProject: readonly CliOption[] = [{ name: 'project', value: 'NAME' }]

/** Options that every command takes. */
export const everywhere: readonly CliOption[] = [
  { name: 'server', value: 'NAME' },
  { name: 'json' },
  { name: 'data', value: 'DIR' },
  { name: 'help' },
]
