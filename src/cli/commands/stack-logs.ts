/** `postern stack logs`: lines as they come; with `--json` one document that grows by a line at a time. */
import { stackContract } from '../../shared/contract/stack.ts'
import { leftOut as leftOutNote } from '../../shared/locales/en/logs.ts'
import { fill } from '../../shared/locales/fill.ts'
import { LogLine } from '../../shared/model/stack.ts'
import { z } from '../../shared/zod.ts'
import { Cancelled } from '../call/ended.ts'
import { followOn } from '../call/follow-on.ts'
import { defineCommand } from '../parse/command.ts'
import { onProject } from '../parse/option.ts'
import { FailureDocument } from '../show/failure.ts'
import { plain } from '../show/plain.ts'

const Logged = stackContract['stack.logged'].payload

/** What was left out stands where it is missing. */
const withNote = ({ lines, leftOut }: z.infer<typeof Logged>): LogLine[] =>
  leftOut === 0 ? lines : [{ service: '', text: fill(leftOutNote, { lines: leftOut }) }, ...lines]

const text = ({ at, service, text: words }: LogLine): string =>
  plain([at, service, words].filter(part => part !== undefined).join('  '))

export const stackLogsCommands = [
  defineCommand({
    path: 'stack logs',
    arguments: [{ name: 'SVC', isRequired: false, isMany: true }],
    options: [
      { name: 'follow' },
      { name: 'since', value: 'T' },
      { name: 'tail', value: 'N' },
      ...onProject,
    ],
    output: z.object({
      lines: z.array(LogLine),
      /** Why it ended early; `cancelled` after Ctrl-C. */
      error: FailureDocument.shape.error.optional(),
    }),
    isStreaming: true,
    async run({ work, where, words, wantsJson, print, signal }) {
      const [since, tail] = [words.option('since'), words.number('tail')]
      const wanted = {
        ...(await where()),
        services: [...words.all],
        follow: words.flag('follow'),
        ...(since !== undefined && { since }),
        ...(tail !== undefined && { tail }),
      }
      let isFirst = true
      const give = (line: LogLine): void => {
        print(wantsJson ? `${isFirst ? '' : ','}\n${JSON.stringify(line)}` : `${text(line)}\n`)
        isFirst = false
      }
      const read = async (input: typeof wanted, pass: typeof give): Promise<void> => {
        await work('stack.logs', input, (topic, payload, jobId) => {
          const logged = topic === 'stack.logged' ? Logged.safeParse(payload).data : undefined
          if (logged?.jobId === jobId) withNote(logged).forEach(pass)
        })
      }
      if (wantsJson) print('{"lines":[')
      try {
        if (!wanted.follow) await read(wanted, give)
        else
          await followOn(signal, give, (from, pass) => {
            const { tail: _tail, ...rest } = wanted
            return read(from === undefined ? wanted : { ...rest, since: from }, pass)
          })
      } finally {
        if (wantsJson) print('\n]')
      }
      if (signal.aborted) throw new Cancelled()
      return { lines: [] }
    },
    show: () => '',
  }),
] as const
