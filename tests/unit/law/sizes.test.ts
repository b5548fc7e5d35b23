import { expect, test } from 'vitest'
import { sources } from './project-files.ts'

const lines = sources.map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }))
const sorted = lines.map(({ count }) => count).sort((one, other) => one - other)
const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0

test('no source file is longer than 400 lines', () => {
  expect(lines.filter(({ count }) => count > 400)).toEqual([])
})

test('half of the source files have at most 80 lines, 95 of 100 at most 250', () => {
  expect(quantile(0.5)).toBeLessThanOrEqual(80)
  expect(quantile(0.95)).toBeLessThanOrEqual(250)
})
