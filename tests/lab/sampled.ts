/**
 * Of cases that take minutes each and prove alike, a run of CI takes one, another one each day; every other run takes all of them.
 * `LAB_SAMPLE=N` takes the one that N leads to, so that a run can be repeated.
 */
export function sampled<T>(cases: readonly T[]): readonly T[] {
  const chosen = process.env['LAB_SAMPLE']
  if (chosen === undefined && process.env['CI'] !== 'true') return cases
  const number = chosen === undefined ? Math.floor(Date.now() / 86_400_000) : Number(chosen)
  return [cases[number % cases.length]!]
}
