/** `postern watch run`: watches in the foreground and says what it tells, as it comes, until Ctrl-C. */
import { watchContract } from '../../shared/contract/watch.ts'
import { headlineWords } from '../../shared/locales/headline-words.ts'
import { Noted } from '../../shared/model/watch.ts'
import { z } from '../../shared/zod.ts'
import { defineCommand } from '../parse/command.ts'
import { FailureDocument } from '../show/failure.ts'
import { dateWords } from '../show/measures.ts'
import { plain } from '../show/plain.ts'

const Status = watchContract['watch.changed'].payload

const noteLine = ({ at, title, body }: Noted): string =>
  plain(`${dateWords(at) ?? at}  ${title}: ${body}`)

export const watchRunCommands = [
  defineCommand({
    path: 'watch run',
    output: z.object({
      noted: z.array(Noted),
      /** Why it ended; `cancelled` after Ctrl-C. */
      error: FailureDocument.shape.error.optional(),
    }),
    isStreaming: true,
    async run({ work, wantsJson, print, io, signal }) {
      let begun = 0
      let headline = ''
      const note = (noted: Noted): void => {
        begin()
        print(
          wantsJson ? `${begun > 1 ? ',' : ''}\n${JSON.stringify(noted)}` : `${noteLine(noted)}\n`,
        )
        begun += 1
      }
      const begin = (): void => {
        if (begun > 0) return
        if (wantsJson) print('{"noted":[')
        begun = 1
      }
      const see = (words: string): void => {
        if (wantsJson || words === headline) return
        headline = words
        print(`${dateWords(new Date(io.now()).toISOString()) ?? ''}  ${words}\n`)
      }
      const finish = (): void => {
        begin()
        if (wantsJson) print('\n]')
      }
      try {
        await work('watch.run', undefined, (topic, payload) => {
          const noted = topic === 'watch.noted' ? Noted.safeParse(payload).data : undefined
          if (noted) note(noted)
          const status = topic === 'watch.changed' ? Status.safeParse(payload).data : undefined
          if (status) see(headlineWords(status))
        })
      } catch (error) {
        if (signal.aborted || begun > 0) finish()
        throw error
      }
      finish()
      return { noted: [] }
    },
    show: () => '',
  }),
] as const
