/** Services with their state in words. */
import type { z } from '../../shared/zod.ts'
import { en } from '../../shared/locales/en/index.ts'
import type { Service } from '../../shared/model/stack.ts'
import { bytesWords, dateWords } from './measures.ts'
import { table } from './table.ts'

const titles = en.cli.columns

/** One line a service. */
export const serviceTable = (services: readonly z.output<typeof Service>[]): string =>
  table(
    services,
    [
      { title: titles.service, of: row => row.name },
      { title: titles.state, of: row => en.cli.serviceState[row.state] },
      { title: titles.since, of: row => dateWords(row.startedAt) },
      {
        title: titles.memory,
        of: row => (row.memoryBytes === undefined ? undefined : bytesWords(row.memoryBytes)),
      },
      { title: titles.notApplied, of: row => row.notApplied.join(', ') },
    ],
    en.cli.nothing.services,
  )
