/**
 * Of cases that take minutes and prove alike, a run of CI takes some, others each day; every other run takes all of them.
 * `LAB_SAMPLE=N` takes those that N leads to, so that a run can be repeated.
 * @param count how many of them
 */
export function sampled<T>(cases: readonly T[], count = 1): readonly T[] {
  const chosen = process.env['LAB_SAMPLE']
  if (chosen === undefined && process.env['CI'] !== 'true') return cases
  const number = chosen === undefined ? Math.floor(Date.now() / 86_400_000) : Number(chosen)
  return Array.from(
    { length: Math.min(count, cases.length) },
    (_, at) => cases[(number * count + at) % cases.length]!,
  )
}
