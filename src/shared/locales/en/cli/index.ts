/** All texts of the command line. */
import { columns } from './columns.ts'
import { commands } from './commands.ts'
import { args, options } from './options.ts'
import * as words from './words.ts'

export const cli = { commands, options, arguments: args, columns, ...words } as const
