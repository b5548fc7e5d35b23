/** The English catalogue: every visible text is in here, one file a feature. */
import { calls } from './calls.ts'
import { errors, mailFate } from './errors/index.ts'
import { shell } from './shell.ts'

export const en = { calls, errors, mailFate, shell } as const
