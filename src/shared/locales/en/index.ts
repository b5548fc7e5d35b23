/** The English catalogue: every visible text is in here, one file a feature. */
import { calls } from './calls.ts'
import { cli } from './cli/index.ts'
import { doctor } from './doctor.ts'
import { envGroups, envKeys } from './env-keys/index.ts'
import { envProblems } from './env-problems.ts'
import { errors, mailFate } from './errors/index.ts'
import { shell } from './shell.ts'

export const en = {
  calls,
  cli,
  doctor,
  envGroups,
  envKeys,
  envProblems,
  errors,
  mailFate,
  shell,
} as const
