/** The English catalogue: every visible text is in here, one file a feature. */
import { calls } from './calls.ts'
import { cli } from './cli/index.ts'
import { errors, mailFate } from './errors/index.ts'
import { shell } from './shell.ts'

export const en = { calls, cli, errors, mailFate, shell } as const
