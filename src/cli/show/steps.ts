/** The steps of a doctor or a probe, each with its verdict in words. */
import { en } from '../../shared/locales/en/index.ts'
import type { Step, Verdict } from '../../shared/model/verdict.ts'
import { phrase } from './phrase.ts'
import { table } from './table.ts'

/** The part of the catalogue that a report's codes belong to. */
export type Report = 'doctor' | 'probe'

export const verdictWords = (verdict: Verdict): string => en.cli.verdict[verdict]

/** What a step found. */
export const wordsOfStep = (report: Report, { code, params }: Pick<Step, 'code' | 'params'>) =>
  phrase(`${report}.codes`, code, params)

/** One line a step. */
export const stepLines = (report: Report, steps: readonly Step[]): string =>
  table(
    steps,
    [
      { title: en.cli.columns.step, of: row => phrase(`${report}.steps`, row.id) },
      { title: en.cli.columns.verdict, of: row => verdictWords(row.verdict) },
      { title: en.cli.columns.what, of: row => wordsOfStep(report, row) },
      { title: en.cli.columns.reply, of: row => row.raw },
    ],
    en.cli.nothing.steps,
  )
