import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQueue } from '../../../../src/core/relay/parse-queue.ts'

const entry = (reason: string | undefined): string =>
  `entry ${JSON.stringify({
    queue_name: 'deferred',
    queue_id: '4523728A8DC',
    arrival_time: 1795358464,
    message_size: 279,
    forced_expire: false,
    sender: 'me@example.org',
    recipients: [{ address: 'bob@x.test', ...(reason !== undefined && { delay_reason: reason }) }],
  })}`

test('an empty queue is known to be empty', () => {
  expect(parseQueue(['queued 0 ', ''])).toEqual({ isKnown: true, count: 0, reasons: [] })
})

test('a queue that could not be asked is not empty but unknown', () => {
  expect(parseQueue(['trouble postqueue: fatal: bad configuration'])).toMatchObject({
    isKnown: false,
  })
})

test('waiting mail is counted, with the oldest and the reasons by their number', () => {
  const lines = [entry('451 slow'), entry('535 no'), entry('535 no'), entry(undefined)]
  expect(parseQueue([...lines, 'queued 4 1795358464'])).toEqual({
    isKnown: true,
    count: 4,
    oldestAt: '2026-11-22T14:41:04.000Z',
    reasons: [
      { reply: '535 no', count: 2 },
      { reply: '451 slow', count: 1 },
    ],
  })
})

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), lines => {
      parseQueue(lines.flatMap(text => [text, `entry ${text}`, `entry {"recipients":[${text}]}`]))
    }),
  )
})
