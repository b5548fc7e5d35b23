import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldProgress } from '../../../../src/core/jobs/fold-progress.ts'

const steps = fc.array(
  fc.record({ id: fc.uuid(), weight: fc.double({ min: 0, max: 100, noNaN: true }) }),
  { minLength: 1, maxLength: 8 },
)

test('the fraction stays within 0 and 1 and never falls while a job goes forward', () => {
  fc.assert(
    fc.property(steps, fc.array(fc.nat({ max: 10 }), { maxLength: 5 }), (list, counts) => {
      const sorted = counts.toSorted((a, b) => a - b)
      const seen = list.flatMap(step =>
        sorted.map(done => foldProgress(list, step.id, { done, total: 10 }).fraction ?? 0),
      )
      expect(seen.every(value => value >= 0 && value <= 1)).toBe(true)
      expect(seen.every((value, at) => at === 0 || value >= seen[at - 1]! - 1e-9)).toBe(true)
    }),
  )
})

test('an undeclared step has words but no fraction', () => {
  expect(foldProgress([], 'x', { detail: 'd' })).toEqual({
    step: { id: 'x', index: 0, of: 1, detail: 'd' },
  })
})
