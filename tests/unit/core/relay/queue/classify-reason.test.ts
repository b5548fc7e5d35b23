import { describe, expect, test } from 'vitest'
import { classifyReason } from '../../../../../src/core/relay/queue/classify-reason.ts'
import { knownReasons } from './known-reasons.ts'

describe('why mail waits', () => {
  test.each(knownReasons)('B15 %s: %s', (kind, reason) => {
    expect(classifyReason(reason)).toBe(kind)
  })
})
