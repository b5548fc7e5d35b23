import { z } from '../zod.ts'

/** The five verdicts and two silent ones. Unknown is never shown as bad. */
export const Verdict = z.enum([
  'right',
  'differs',
  'wrong',
  'missing',
  'unknown',
  'not-needed',
  'not-tried',
])
export type Verdict = z.infer<typeof Verdict>

/** One line of a doctor's or a probe's report: `code` names the text in the catalogue, `params` fill it. */
export const Step = z.object({
  id: z.string(),
  verdict: Verdict,
  /** Key of the words under the report's own part of the catalogue. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The peer's own words, for the fold "details". */
  raw: z.string().optional(),
  tookMs: z.number().optional(),
})
export type Step = z.infer<typeof Step>
