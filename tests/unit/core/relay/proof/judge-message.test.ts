import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAuthenticationResults } from '../../../../../src/core/relay/proof/authentication-results.ts'
import { judgeMessage } from '../../../../../src/core/relay/proof/judge-message.ts'
import { parseReceived } from '../../../../../src/core/relay/proof/received-chain.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { shapes } from './shapes.ts'

const organization = (name: string): string => name.split('.').slice(-2).join('.')
const expected = { domain: 'example.org', relay: 'smtp.relay.test', user: 'apikey', organization }

/** What the relay and the own server wrote, and a result that came with the message. */
const before = [
  'Received: from mail.example.org (unknown [198.51.100.7]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (Authenticated sender: apikey) by smtp.relay.test (Postfix) with ESMTPSA id 4A1 for <me@elsewhere.test>; Mon, 23 Nov 2026 08:00:02 +0000 (UTC)',
  'Authentication-Results: mx.google.com; dkim=fail header.i=@example.org; spf=fail; dmarc=fail',
  'Received: from authenticated-user (mail.example.org [198.51.100.7]) by mail.example.org (Postfix) with ESMTPA id 4A0 for <me@elsewhere.test>; Mon, 23 Nov 2026 08:00:01 +0000 (UTC)',
  'From: Me <me@example.org>',
  'Subject: Postern',
].join('\r\n')
const body = '\r\n\r\nAuthentication-Results: forged; dkim=fail\r\n'
const good = shapes[0]!.header

const brief = (message: string, over: object = {}): string[] =>
  judgeMessage(message, { ...expected, ...over }).clauses.map(
    ({ id, verdict, code }) => `${id}: ${verdict} ${code}`,
  )

describe('what receivers say of a message', () => {
  test.each(shapes.map(one => [one.name, one] as const))('N3d %s', (_name, { header, said }) => {
    const clauses = brief(`${header}\r\n${before}${body}`).slice(2)
    expect(clauses.map(one => one.replace(/^\w+: /, '')).join(' | ')).toBe(said)
  })

  test('every code has its words', () => {
    const words: Readonly<Record<string, string>> = en.relay.proof.codes
    const codes = shapes.flatMap(
      ({ header }) => judgeMessage(`${header}\r\n${before}`, expected).clauses,
    )
    expect(codes.filter(({ code }) => words[code] === undefined)).toEqual([])
  })

  test('nothing that a stranger writes makes the reading fail', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        parseAuthenticationResults(text)
        parseReceived(text)
        judgeMessage(text, expected)
      }),
    )
  })
})

describe('one fault changes one part', () => {
  const fine = brief(`${good}\r\n${before}${body}`)

  test('N3d a message in order', () => {
    expect(fine).toEqual([
      'relay: right relay-carried-user',
      'tls: right tls-right',
      'dkim: right dkim-right',
      'spf: right spf-right',
      'dmarc: right dmarc-right',
    ])
  })

  const faults: readonly (readonly [string, (message: string) => string])[] = [
    [
      'dkim: wrong dkim-no-key',
      text =>
        text.replace(
          'dkim=pass header.i=@example.org',
          'dkim=permerror (no key) header.i=@example.org',
        ),
    ],
    [
      'spf: differs spf-other',
      text =>
        text.replace(
          'smtp.mailfrom="bounces+1-ab=gmail.test@em1.example.org"',
          'smtp.mailfrom=b@relay.test',
        ),
    ],
    ['dmarc: wrong dmarc-fail', text => text.replace('dmarc=pass', 'dmarc=fail')],
    [
      'tls: wrong tls-open',
      text =>
        text
          .replace(/\(using TLSv1.3[^)]*\([^)]*\)\) /, '')
          .replace('ESMTPSA id 4A1', 'ESMTPA id 4A1'),
    ],
    [
      'relay: wrong relay-other-user',
      text => text.replace('Authenticated sender: apikey', 'Authenticated sender: somebody'),
    ],
  ]
  test.each(faults)('N3d %s', (changed, spoil) => {
    const said = brief(spoil(`${good}\r\n${before}${body}`))
    expect(said.filter((part, index) => part !== fine[index])).toEqual([changed])
  })

  test('mail that goes past the relay is told, and without a relay it is not asked for', () => {
    const direct = `${good.replace('from o1.relay.test (o1.relay.test', 'from mail.example.org (mail.example.org')}\r\n${before.split('\r\n').slice(2).join('\r\n')}`
    expect(brief(direct)[0]).toBe('relay: wrong relay-passed-by')
    expect(brief(direct, { relay: undefined })[0]).toBe('relay: not-needed relay-none')
  })

  test('results that came with the message count for nothing', () => {
    const silent = shapes.at(-1)!.header
    expect(brief(`${silent}\r\n${before}`)[2]).toBe('dkim: unknown dkim-not-told')
  })
})
