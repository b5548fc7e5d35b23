/** `postern diagnostics`: the bundle for a report, on stdout or in a new file. */
import { settingsContract } from '../../shared/contract/settings.ts'
import { AppError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { z } from '../../shared/zod.ts'
import { defineCommand } from '../parse/command.ts'

const Output = settingsContract['settings.diagnostics'].output.extend({
  /** Where `--out` put it. */
  file: z.string().optional(),
})

export const diagnosticsCommands = [
  defineCommand({
    path: 'diagnostics',
    options: [{ name: 'out', value: 'FILE' }, { name: 'offline' }],
    output: Output,
    async run({ ask, words, io }) {
      const bundle = await ask('settings.diagnostics', { look: !words.flag('offline') })
      const file = words.option('out')
      if (file === undefined) return bundle
      await io.writeNewFile(file, bundle.text).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new AppError('file-not-writable', { file, reason }, { cause })
      })
      return { ...bundle, file }
    },
    show: ({ text, file }) =>
      file === undefined ? text.trimEnd() : fill(en.diagnostics.saved, { path: file }),
  }),
] as const
