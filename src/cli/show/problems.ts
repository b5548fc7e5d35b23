/** What is wrong with an env file, in words. */
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { EnvProblem } from '../../shared/model/stack.ts'
import { phrase } from './phrase.ts'

/** The problem without its place. */
export const problemWords = ({ code, key, params }: EnvProblem): string =>
  phrase('envProblems', code, { ...(key === undefined ? {} : { key }), ...params })

/** `Line 12, error: …`. */
export const problemLine = (problem: EnvProblem): string =>
  fill(problem.line === undefined ? en.cli.problem.whole : en.cli.problem.inLine, {
    line: problem.line ?? 0,
    severity: en.cli.problem[problem.severity],
    words: problemWords(problem),
  })
