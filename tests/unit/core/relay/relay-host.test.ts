import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRelayHost, parseRelayHost } from '../../../../src/core/relay/relay-host.ts'

test.each([
  ['[smtp.example.org]:587', { host: 'smtp.example.org', port: 587 }],
  ['smtp.example.org:2525', { host: 'smtp.example.org', port: 2525 }],
  ['[smtp.example.org]', { host: 'smtp.example.org', port: 25 }],
  ['smtp.example.org', { host: 'smtp.example.org', port: 25 }],
  ['[smtp.example.org]:submission', { host: 'smtp.example.org', port: 587 }],
  [' [10.0.0.1]:25 ', { host: '10.0.0.1', port: 25 }],
  ['', undefined],
  ['[smtp.example.org:587', undefined],
  ['smtp.example.org:99999', undefined],
  ['smtp.example.org:x', undefined],
  ['two words', undefined],
])('RELAYHOST %j is read as Postfix reads it', (text, expected) => {
  expect(parseRelayHost(text)).toEqual(expected)
})

test('what is written is read back, and no text makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.domain(),
      fc.integer({ min: 1, max: 65_535 }),
      fc.string(),
      (host, port, junk) => {
        expect(parseRelayHost(formatRelayHost({ host, port }))).toEqual({ host, port })
        parseRelayHost(junk)
      },
    ),
  )
})
