/** The English catalogue: every visible text is in here, one file a feature. */
import { calls } from './calls.ts'
import { errors, mailFate } from './errors/index.ts'

export const en = { calls, errors, mailFate } as const
