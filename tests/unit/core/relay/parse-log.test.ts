import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastDeliveries, parseDelivery } from '../../../../src/core/relay/parse-log.ts'

const at = '2026-11-22T19:56:26.690183813Z'
const line = (rest: string, stamp = at): string => `${stamp} Nov 22 19:56:26 mail postfix/${rest}`
const sent =
  'smtp[416]: 889188034: to=<bob@x.test>, relay=smtp.sendgrid.net[1.2.3.4]:587, delay=0.17, delays=0.01/0.05/0.1/0, dsn=2.0.0, status=sent (250 Ok: queued as 5F2A1)'
const blocked =
  'smtp[1]: 4523728A8DC: to=<bob@x.test>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to smtp.sendgrid.net[1.2.3.4]:587: Connection timed out)'
const wrongLogin =
  'smtp[2]: 4523728A8DC: to=<bob@x.test>, orig_to=<list@example.org>, relay=smtp.sendgrid.net[1.2.3.4]:587, delay=1, delays=0/0/1/0, dsn=4.7.8, status=deferred (SASL authentication failed; server smtp.sendgrid.net[1.2.3.4] said: 535 5.7.8 Authentication failed: Bad username / password)'
const bounced =
  'smtp[3]: 3ABC: to=<bob@x.test>, relay=smtp.sendgrid.net[1.2.3.4]:587, delay=1, delays=0/0/1/0, dsn=5.7.1, status=bounced (host smtp.sendgrid.net[1.2.3.4] said: 550 5.7.1 from address does not match a verified Sender Identity (in reply to end of DATA command))'
const suspended =
  'error[4]: 3ABC: to=<bob@x.test>, relay=none, delay=1, delays=0/0/1/0, dsn=4.7.8, status=deferred (delivery temporarily suspended: SASL authentication failed; server smtp.sendgrid.net[1.2.3.4] said: 535 5.7.8 Error)'
const local =
  'lmtp[416]: 889188034: to=<bob@example.test>, relay=front[192.168.203.2]:2525, delay=0.17, delays=0.05/0.02/0.02/0.07, dsn=2.0.0, status=sent (250 2.0.0 <bob@example.test> /9fOJ Saved)'

describe('the recorded lines of mailu.md 7.3', () => {
  test.each([
    [sent, 'sent', '2.0.0', 'smtp.sendgrid.net', '250 Ok: queued as 5F2A1'],
    [
      blocked,
      'deferred',
      '4.4.1',
      undefined,
      'connect to smtp.sendgrid.net[1.2.3.4]:587: Connection timed out',
    ],
    [
      wrongLogin,
      'deferred',
      '4.7.8',
      'smtp.sendgrid.net',
      'SASL authentication failed; server smtp.sendgrid.net[1.2.3.4] said: 535 5.7.8 Authentication failed: Bad username / password',
    ],
    [
      bounced,
      'bounced',
      '5.7.1',
      'smtp.sendgrid.net',
      'host smtp.sendgrid.net[1.2.3.4] said: 550 5.7.1 from address does not match a verified Sender Identity (in reply to end of DATA command)',
    ],
    [
      suspended,
      'deferred',
      '4.7.8',
      undefined,
      'delivery temporarily suspended: SASL authentication failed; server smtp.sendgrid.net[1.2.3.4] said: 535 5.7.8 Error',
    ],
  ])('%s', (text, status, dsn, relay, reply) => {
    expect(parseDelivery(line(text))).toMatchObject({
      at: '2026-11-22T19:56:26.690Z',
      to: 'bob@x.test',
      status,
      dsn,
      reply,
      ...(relay !== undefined && { relay }),
    })
  })

  test('slow transports count, local delivery and other lines do not', () => {
    expect(parseDelivery(line(sent).replace('postfix/', 'postfix-polite/'))).toBeDefined()
    const others = [local, 'qmgr[1]: 889188034: removed', 'smtpd[2]: connect from unknown[1.2.3.4]']
    expect(others.map(text => parseDelivery(line(text)))).toEqual([undefined, undefined, undefined])
    expect(parseDelivery(sent)).toBeUndefined()
  })
})

describe('what counts for a relay', () => {
  const stamp = (minute: number): string => `2026-11-22T19:${String(minute).padStart(2, '0')}:00Z`
  const log = [
    line(wrongLogin, stamp(9)),
    line(sent, stamp(5)),
    line(sent.replaceAll('sendgrid.net', 'other.test'), stamp(8)),
    line(bounced, stamp(3)),
    line(local, stamp(10)),
  ]

  test('the latest by the engine’s stamps, only by way of this relay', () => {
    const { delivered, refused } = lastDeliveries(log, 'smtp.SendGrid.net')
    expect([delivered?.at, refused?.at, refused?.dsn]).toEqual([
      '2026-11-22T19:05:00.000Z',
      '2026-11-22T19:09:00.000Z',
      '4.7.8',
    ])
  })

  test('without a relay every way out counts', () => {
    expect(lastDeliveries(log, undefined).delivered?.relay).toBe('smtp.other.test')
  })
})

describe('hostile lines', () => {
  test.each([
    [
      'a reply that looks like the end of a line',
      'smtp[3]: 3A: to=<b@x>, relay=evil.test[1.1.1.1]:25, delay=1, dsn=5.0.0, status=bounced (host said: 550 no, dsn=2.0.0, status=sent (250 ok))',
    ],
    [
      'a recipient that looks like a delivery',
      'smtp[3]: 3A: to=<"a>, relay=smtp.sendgrid.net[1.2.3.4]:587, delay=1, dsn=2.0.0, status=sent (250 x"@y>, relay=none, delay=1, dsn=5.0.0, status=bounced (unknown)',
    ],
    [
      'one with an escaped quote',
      'smtp[3]: 3A: to=<"a\\"b>, relay=smtp.sendgrid.net[1.2.3.4]:587, delay=1, dsn=2.0.0, status=sent (250 x"@y>, relay=none, delay=1, dsn=5.0.0, status=bounced (unknown)',
    ],
  ])('%s is not taken for mail that left', (_name, text) => {
    expect(parseDelivery(line(text))?.status).toBe('bounced')
  })

  test('a stranger’s words in another daemon’s line are no delivery', () => {
    const said = `smtpd[9]: NOQUEUE: reject: helo=<${sent}>`
    expect(parseDelivery(line(said))).toBeUndefined()
    expect(parseDelivery(`${at} spam postfix/${sent}`)).toBeUndefined()
  })

  test('no text makes the parser throw or dawdle', () => {
    const pieces = fc.constantFrom(
      'to=<',
      '>',
      '"',
      '\\',
      ', ',
      'relay=',
      'dsn=2.0.0',
      'status=sent (',
      ')',
      '(',
      ' ',
      'x',
    )
    const junk = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 400 }).map(all => all.join('')),
    )
    fc.assert(
      fc.property(junk, text => {
        const from = performance.now()
        lastDeliveries(
          [text, line(text), line(`smtp[1]: A: to=<${text}`), line(`${sent} ${text}`)],
          'x',
        )
        expect(performance.now() - from).toBeLessThan(500)
      }),
    )
  })
})
