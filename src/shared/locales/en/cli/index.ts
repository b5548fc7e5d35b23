/** All texts of the command line. */
import { commands } from './commands.ts'
import { args, options } from './options.ts'
import * as words from './words.ts'

export const cli = { commands, options, arguments: args, ...words } as const
