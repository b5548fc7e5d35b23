/** `postern stack find | status | up | down | restart | recreate | pull`: the installation and its life. */
import { stackContract } from '../../shared/contract/stack.ts'
import { fill } from '../../shared/locales/fill.ts'
import { en } from '../../shared/locales/en/index.ts'
import type { Project } from '../../shared/model/stack.ts'
import { defineCommand } from '../parse/command.ts'
import { onProject } from '../parse/option.ts'
import { bytesWords, dateWords } from '../show/measures.ts'
import { phrase } from '../show/phrase.ts'
import { serviceTable } from '../show/services.ts'
import { facts, table } from '../show/table.ts'

const contract = stackContract
const titles = en.cli.columns

const changeWords = ({ canChange, readOnlyReason }: Project): string => {
  if (readOnlyReason === undefined) return canChange ? en.cli.canChange.yes : en.cli.no
  const reason = phrase('readOnly', readOnlyReason)
  return fill(canChange ? en.cli.canChange.but : en.cli.canChange.no, { reason })
}

const lifecycle = contract['stack.up'].output
type Lifecycle = (typeof lifecycle)['_output']

const lifecycleText = ({ services, recreated, nextImages }: Lifecycle): string =>
  [
    serviceTable(services),
    recreated.length > 0 ? fill(en.cli.done.recreated, { services: recreated.join(', ') }) : '',
    nextImages.length > 0
      ? table(
          nextImages,
          [
            { title: titles.service, of: row => row.service },
            { title: titles.running, of: row => row.running },
            { title: titles.pulled, of: row => row.pulled },
          ],
          '',
        )
      : '',
  ]
    .filter(Boolean)
    .join('\n\n')

const whole = (path: 'stack up' | 'stack down', name: 'stack.up' | 'stack.down') =>
  defineCommand({
    path,
    options: onProject,
    output: lifecycle,
    run: async ({ work, where }) => work(name, await where()),
    show: lifecycleText,
  })

export const stackCommands = [
  defineCommand({
    path: 'stack find',
    output: contract['stack.find'].output,
    run: async ({ ask, server }) => ask('stack.find', { server: await server() }),
    show: found =>
      [
        facts([
          [titles.engine, `${en.cli.engine[found.engine]} ${found.engineVersion ?? ''}`],
          [titles.compose, found.compose && `${found.compose.version} (${found.compose.command})`],
          [titles.files, en.cli.fileAccess[found.fileAccess]],
          [
            titles.disk,
            found.disk &&
              fill(en.cli.measures.free, {
                free: bytesWords(found.disk.freeBytes),
                size: bytesWords(found.disk.sizeBytes),
                path: found.disk.path,
              }),
          ],
        ]),
        table(
          found.projects,
          [
            { title: titles.project, of: row => row.name },
            { title: titles.version, of: row => row.version },
            { title: titles.folder, of: row => row.dir },
            { title: titles.services, of: row => row.services.length },
            { title: titles.change, of: changeWords },
          ],
          en.cli.nothing.mailu,
        ),
      ].join('\n\n'),
  }),
  defineCommand({
    path: 'stack status',
    options: onProject,
    output: contract['stack.status'].output,
    run: async ({ ask, where }) => ask('stack.status', await where()),
    show: status =>
      [
        facts([
          [titles.project, `${status.project.name} (${status.project.dir})`],
          [titles.version, status.project.version],
          [titles.change, changeWords(status.project)],
          [
            titles.pending,
            status.pending &&
              fill(en.cli.pending[status.pending.state], {
                who: status.pending.who,
                until: dateWords(status.pending.deadline) ?? '',
              }),
          ],
          [titles.notApplied, status.notAppliedKeys.join(', ')],
        ]),
        serviceTable(status.services),
      ].join('\n\n'),
  }),
  whole('stack up', 'stack.up'),
  whole('stack down', 'stack.down'),
  defineCommand({
    path: 'stack restart',
    arguments: [{ name: 'SVC', isRequired: true }],
    options: onProject,
    output: lifecycle,
    run: async ({ work, where, words }) =>
      work('stack.restart', { ...(await where()), service: words.first }),
    show: lifecycleText,
  }),
  defineCommand({
    path: 'stack recreate',
    arguments: [{ name: 'SVC', isRequired: false, isMany: true }],
    options: onProject,
    output: lifecycle,
    run: async ({ work, where, words }) =>
      work('stack.recreate', { ...(await where()), services: [...words.all] }),
    show: lifecycleText,
  }),
  defineCommand({
    path: 'stack pull',
    options: onProject,
    output: lifecycle,
    run: async ({ work, where }) => work('stack.pull', await where()),
    show: result =>
      [lifecycleText(result), result.nextImages.length > 0 ? '' : en.cli.done.pulled]
        .filter(Boolean)
        .join('\n\n'),
  }),
] as const
