/** What a change would do. */
import type { WireError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { EnvPreview } from '../../shared/model/stack.ts'
import { problemLine, problemWords } from './problems.ts'

const signs = { same: ' ', added: '+', removed: '-' } as const

/** The diff, what would be recreated, and what is wrong. */
export const previewText = (preview: EnvPreview): string =>
  [
    preview.diff.map(({ kind, text }) => `${signs[kind]} ${text}`).join('\n') ||
      en.cli.preview.noChange,
    preview.recreate.length > 0
      ? fill(en.cli.preview.recreate, {
          services: preview.recreate
            .map(({ service, keys }) => `${service} (${keys.join(', ')})`)
            .join(', '),
          seconds: Math.round(preview.expectedSeconds),
        })
      : en.cli.preview.noRecreate,
    preview.problems.map(problemLine).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')

/** A draft that would be refused is a failure. */
export function previewFailure(preview: EnvPreview): WireError | undefined {
  const problem = preview.problems.find(({ severity }) => severity === 'error')
  if (!problem && preview.accepted !== false) return undefined
  return {
    code: 'env-draft-refused',
    params: {
      path: preview.path,
      line: problem?.line ?? 0,
      reason: problem ? problemWords(problem) : en.cli.preview.notAccepted,
    },
    retryable: false,
    trail: [],
  }
}
