import { describe, expect, test } from 'vitest'
import { classifyReason } from '../../../../../src/core/relay/queue/classify-reason.ts'
import { heldOutReasons } from './held-out-reasons.ts'
import { knownReasons } from './known-reasons.ts'

describe('why mail waits', () => {
  test.each(knownReasons)('B15 %s: %s', (kind, reason) => {
    expect(classifyReason(reason)).toBe(kind)
  })
})

test('B15 of reasons that the rules were not made with, at least 95 of 100 get the kind that a reader gave them', () => {
  const wrong = heldOutReasons.filter(([kind, reason]) => classifyReason(reason) !== kind)
  const accuracy = 1 - wrong.length / heldOutReasons.length
  const report = wrong.map(([kind, reason]) => `${kind} ≠ ${classifyReason(reason)}: ${reason}`)
  expect(accuracy, report.join('\n')).toBeGreaterThanOrEqual(0.95)
})
