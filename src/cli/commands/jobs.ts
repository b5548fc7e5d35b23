/** `postern jobs …`: running and past work, of this and of every other host. */
import { appContract } from '../../shared/contract/app.ts'
import { en } from '../../shared/locales/en/index.ts'
import { defineCommand } from '../parse/command.ts'
import { jobWords, stepWords } from '../show/job-words.ts'
import { dateWords } from '../show/measures.ts'
import { table } from '../show/table.ts'

const contract = appContract
const titles = en.cli.columns

export const jobsCommands = [
  defineCommand({
    path: 'jobs list',
    output: contract['jobs.list'].output,
    run({ ask, words }) {
      const server = words.option('server')
      return ask('jobs.list', server === undefined ? {} : { server })
    },
    show: jobs =>
      table(
        jobs,
        [
          { title: titles.id, of: row => row.id },
          { title: titles.what, of: row => jobWords(row.name) },
          { title: titles.state, of: row => en.cli.jobStatus[row.status] },
          { title: titles.step, of: row => stepWords(row) || undefined },
          { title: titles.begun, of: row => dateWords(row.startedAt ?? row.queuedAt) },
          { title: titles.ended, of: row => dateWords(row.endedAt) },
        ],
        en.cli.nothing.jobs,
      ),
  }),
  defineCommand({
    path: 'jobs cancel',
    arguments: [{ name: 'ID', isRequired: true }],
    output: contract['jobs.get'].output,
    async run({ ask, words }) {
      await ask('jobs.cancel', { id: words.first })
      return ask('jobs.get', { id: words.first })
    },
    show: job => `${jobWords(job.name)}: ${en.cli.jobStatus[job.status]}`,
  }),
] as const
