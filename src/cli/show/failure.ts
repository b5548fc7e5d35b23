/** A failure as words for stderr and as the document that `--json` prints. */
import type { WireError } from '../../shared/errors.ts'
import { describeError } from '../../shared/locales/describe-error.ts'
import { en } from '../../shared/locales/en/index.ts'
import { z } from '../../shared/zod.ts'
import { plain } from './plain.ts'
import { facts } from './table.ts'

/** What `--json` prints when a command did not do what it was asked for. */
export const FailureDocument = z.object({
  error: z.object({
    /** A code of the catalogue, or `usage`. */
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    retryable: z.boolean(),
    trail: z.array(z.string()),
    words: z.object({ what: z.string(), why: z.string(), now: z.string(), mail: z.string() }),
  }),
  /** What was found out or done before it failed, in the form of the command's own answer. */
  result: z.unknown().optional(),
})
export type FailureDocument = z.infer<typeof FailureDocument>

/** What Ctrl-C amounts to. */
export const cancelledError: WireError = {
  code: 'cancelled',
  params: {},
  retryable: true,
  trail: [],
}

/** The document of an expected failure. */
export const failureDocument = (error: WireError, result?: unknown): FailureDocument => ({
  error: { ...error, words: describeError(error) },
  ...(result === undefined ? {} : { result }),
})

/** The document of a slip of typing. */
export const usageDocument = (what: string, now: string): FailureDocument => ({
  error: {
    code: 'usage',
    params: {},
    retryable: false,
    trail: [],
    words: { what, why: en.cli.usage.why, now, mail: en.mailFate.none },
  },
})

/** Up to four lines: what, why, now, mail. A slip of typing needs two; a fault shows its trail, for the report. */
export function failureText({ error }: FailureDocument): string {
  const { what, why, now, mail } = error.words
  const titles = en.cli.failure
  const isSlip = error.code === 'usage'
  const rest = facts([
    [titles.why, isSlip ? undefined : why],
    [titles.now, now],
    [titles.mail, isSlip ? undefined : mail],
    [titles.trail, error.code === 'unexpected' ? error.trail.join(' <- ') : undefined],
  ])
  return `${plain(`postern: ${what}\n${rest.replace(/^/gm, '  ')}`)}\n`
}
