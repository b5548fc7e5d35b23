import { expect, test } from 'vitest'
import { chanceOf } from '../../../scripts/prove/seeded.ts'

const draw = (seed: number) => {
  const chance = chanceOf(seed)
  return Array.from({ length: 1000 }, () => chance.below(10))
}

test('the same seed draws the same numbers, another seed others', () => {
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

test('every number comes about as often as the others', () => {
  const counts = draw(42).reduce(
    (sum, one) => sum.with(one, (sum[one] ?? 0) + 1),
    Array<number>(10).fill(0),
  )
  expect(Math.min(...counts)).toBeGreaterThan(60)
  expect(Math.max(...counts)).toBeLessThan(140)
})
