/** `postern stack env …`: the settings of Mailu, on the server or in a file of this computer. */
import { stackContract } from '../../shared/contract/stack.ts'
import { en } from '../../shared/locales/en/index.ts'
import { EnvPreview, TransactionResult } from '../../shared/model/stack.ts'
import { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import { readEdits } from '../call/read-edits.ts'
import { defineCommand } from '../parse/command.ts'
import { oneOf } from '../parse/one-of.ts'
import { onProject } from '../parse/option.ts'
import { readGivenFile } from '../read-file.ts'
import { bytesWords, dateWords } from '../show/measures.ts'
import { previewFailure, previewText } from '../show/preview.ts'
import { problemLine } from '../show/problems.ts'
import { table } from '../show/table.ts'
import { transactionFailure, transactionText } from '../show/transaction.ts'

const contract = stackContract
const titles = en.cli.columns
const pairs = { name: 'KEY=VALUE', isRequired: false, isMany: true } as const
const unset = { name: 'unset', value: 'KEY', isMany: true } as const

const SetOutput = z.union([TransactionResult, EnvPreview])
const isPreview = (output: z.output<typeof SetOutput>): output is EnvPreview => 'diff' in output

/** Reads the local file; Compose v2 unless told, as it is what most servers run. */
async function editFile(asked: Asked) {
  const { ask, io, words } = asked
  const file = words.option('file') ?? ''
  const compose = oneOf(words.option('compose') ?? 'v2', ['v1', 'v2'], '--compose')
  const edits = await readEdits(asked)
  const bytes = await readGivenFile(io, file)
  const content = Buffer.from(bytes).toString('base64')
  return ask('stack.envEdit', { content, compose, edits })
}

export const stackEnvCommands = [
  defineCommand({
    path: 'stack env get',
    arguments: [{ name: 'KEY', isRequired: false, isMany: true }],
    options: onProject,
    output: contract['stack.env'].output,
    async run({ ask, where, words }) {
      const { offers: _, ...view } = await ask('stack.env', await where())
      const entries = view.entries.filter(
        ({ key }) => words.all.length === 0 || words.all.includes(key),
      )
      return { ...view, entries }
    },
    show: view =>
      [
        table(
          view.entries,
          [
            { title: titles.key, of: row => row.key },
            { title: titles.value, of: row => (row.isSecret ? secretState(row) : row.value) },
            { title: titles.consumers, of: row => row.consumers.join(', ') },
          ],
          en.cli.nothing.keys,
        ),
        ...view.problems.map(problemLine),
      ].join('\n'),
  }),
  defineCommand({
    path: 'stack env set',
    arguments: [pairs],
    options: [unset, { name: 'preview' }, ...onProject],
    output: SetOutput,
    async run(asked) {
      const edits = await readEdits(asked)
      const where = await asked.where()
      return asked.words.flag('preview')
        ? asked.ask('stack.envPreview', { ...where, edits })
        : asked.work('stack.envApply', { ...where, edits })
    },
    show: output => (isPreview(output) ? previewText(output) : transactionText(output)),
    failure: output => (isPreview(output) ? previewFailure(output) : transactionFailure(output)),
  }),
  defineCommand({
    path: 'stack env edit',
    arguments: [pairs],
    options: [
      { name: 'file', value: 'F', isRequired: true },
      { name: 'compose', value: 'v1|v2' },
      unset,
    ],
    output: contract['stack.envEdit'].output,
    run: editFile,
    show: ({ content }) => Buffer.from(content, 'base64'),
  }),
  defineCommand({
    path: 'stack env history',
    options: onProject,
    output: contract['stack.envHistory'].output,
    run: async ({ ask, where }) => ask('stack.envHistory', await where()),
    show: copies =>
      table(
        copies,
        [
          { title: titles.id, of: row => row.id },
          { title: titles.taken, of: row => dateWords(row.takenAt) },
          { title: titles.size, of: row => bytesWords(row.sizeBytes) },
          { title: titles.current, of: row => (row.isCurrent ? en.cli.yes : '') },
          { title: titles.path, of: row => row.path },
        ],
        en.cli.nothing.copies,
      ),
  }),
  defineCommand({
    path: 'stack env rollback',
    arguments: [{ name: 'ID', isRequired: true }],
    options: [{ name: 'preview' }, ...onProject],
    output: SetOutput,
    async run({ ask, work, where, words }) {
      const copy = { ...(await where()), id: words.first }
      return words.flag('preview')
        ? ask('stack.envCopyPreview', copy)
        : work('stack.envRollback', copy)
    },
    show: output => (isPreview(output) ? previewText(output) : transactionText(output)),
    failure: output => (isPreview(output) ? previewFailure(output) : transactionFailure(output)),
  }),
] as const

const secretState = ({ hasValue }: { readonly hasValue: boolean }) =>
  hasValue ? en.cli.secrets.isSet : en.cli.secrets.isEmpty
