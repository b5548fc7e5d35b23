import { describe, expect, test } from 'vitest'
import { adviceOf, classifyReason } from '../../../../../src/core/relay/queue/classify-reason.ts'
import { heldOutReasons } from './held-out-reasons.ts'
import { knownReasons } from './known-reasons.ts'
import { heldBackReplies, recordedReplies } from './recorded-replies.ts'

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

/** As Postfix notes it, from a bare reply. */
const noted = (reply: string): string =>
  reply.startsWith('refused: ')
    ? `host mx.example.test[192.0.2.9] refused to talk to me: ${reply.slice('refused: '.length)}`
    : `host mx.example.test[192.0.2.9] said: ${reply} (in reply to RCPT TO command)`

const all = (replies: typeof recordedReplies): (readonly [string, string])[] =>
  Object.entries(replies).flatMap(([kind, texts]) =>
    texts.map(
      text => [kind, noted(/^(refused: |[45]\d\d[ -])/.test(text) ? text : `550 ${text}`)] as const,
    ),
  )

test('B15 each of the recorded replies gets the kind that a reader gave it', () => {
  const recorded = all(recordedReplies)
  expect(recorded.length).toBeGreaterThan(300)
  expect(recorded.filter(([kind, reason]) => classifyReason(reason) !== kind)).toEqual([])
})

test('B15 of replies that were held back, at least 95 of 100 get their kind', () => {
  const held = all(heldBackReplies)
  const wrong = held.filter(([kind, reason]) => classifyReason(reason) !== kind)
  expect(1 - wrong.length / held.length, wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
})

test('B15 a reply that only puts off is never told to be deleted without words of a mailbox that is not there', () => {
  const passing = [
    '450 4.1.1 <ann@example.test>: Recipient address rejected: unverified address: Address verification in progress',
    '450 4.2.1 Please try again later.',
    '450 4.2.0 <ann@example.test> - Recipient temporarily unavailable',
    '451 4.1.1 Please come back another day',
    '450 4.1.2 <ann@example.test>: Recipient address rejected: Something new',
    '452 4.2.1 Mailbox temporarily disabled',
  ]
  const advices = passing.map(reply => adviceOf(classifyReason(noted(reply)), 'receiver'))
  expect(advices.filter(advice => advice === 'delete')).toEqual([])
})
