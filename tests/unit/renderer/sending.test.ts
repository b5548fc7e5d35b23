import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.ts'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import { opinion, proofs, queue, relay, unasked } from '../../fakes/renderer/recorded-relay.ts'

afterEach(unmountApp)
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input
const methods = (): string[] => bridge.calls.map(call => call.method)
const where = { server: 's1', project: 'mailu' }

describe('the Sending screen', () => {
  test('it opens with a sentence, then what proves it', async () => {
    const shown = await openWindow('working', '/sending')
    expect(shown.text()).toContain('Mail leaves by SendGrid.')
    expect(shown.text()).toContain('3 waiting, the oldest')
    expect(shown.text()).toContain('421 4.7.28 Our system has detected')
    expect(shown.text()).toContain('smtp.eu.sendgrid.net, port 587')
  })

  test('without a relay mail leaves directly, and that is not red', async () => {
    const shown = await openWindow('direct', '/sending')
    expect(shown.text()).toContain('Mail leaves directly.')
    expect(document.querySelectorAll('.page .g.bad')).toHaveLength(0)
  })

  test('a relay that is saved and not in effect is said', async () => {
    const shown = await openWindow('working', '/sending', fake =>
      fake.answer({
        'relay.status': () => ({
          ...relay,
          configured: { ...relay.configured!, isApplied: false },
        }),
      }),
    )
    expect(shown.text()).toContain('Mail will leave by SendGrid once its settings are in effect.')
  })

  test('a login that was not seen is unknown, not bad', async () => {
    const shown = await openWindow('working', '/sending', fake =>
      fake.answer({
        'relay.status': () => ({
          ...relay,
          clauses: relay.clauses.map(one =>
            one.id === 'login'
              ? { ...one, verdict: 'unknown' as const, code: 'login-unknown' }
              : one,
          ),
        }),
      }),
    )
    expect(shown.text()).toContain('Login not seen')
    expect(document.querySelector('.clauses .g')?.classList.contains('unknown')).toBe(true)
  })

  test('a status that cannot be read says why and the settings stay reachable', async () => {
    const shown = await openWindow('working', '/sending', fake =>
      fake.answer({
        'relay.status': () => {
          throw new AppError('remote-command-failed', {
            command: 'postqueue -j',
            exitCode: 69,
            reply: 'mail system is down',
          })
        },
      }),
    )
    expect(shown.text()).toContain('A command on the server failed (postqueue -j, exit 69).')
  })

  test('the probe shows each step and the other side’s own words', async () => {
    const shown = await openWindow('refused', '/sending')
    await shown.click('Try it')
    expect(inputOf('relay.probe')).toEqual(where)
    expect(shown.text()).toContain('535 5.7.8 Authentication failed')
    expect(shown.text()).toContain('from inside the smtp container')
  })
})

describe('a port where encryption begins at once', () => {
  test('N3b is named in the list of ports and on the card', async () => {
    const shown = await openWindow('atOnce', '/sending')
    expect(shown.text()).toContain('required, name and certificate verified, from the first word')
    await shown.click('Change')
    const labels = [...document.querySelectorAll('option')].map(one => one.textContent.trim())
    expect(labels).toContain('465 (encrypted from the first word)')
  })

  test('N3b what it changes beside the settings, and whom else it concerns, is shown before it can be applied', async () => {
    const shown = await openWindow('atOnce', '/sending')
    await shown.click('Change')
    await shown.type('Password or key', 'right')
    expect(methods()).not.toContain('relay.plan')
    await shown.click('Try it without sending')
    expect(inputOf('relay.plan')).toMatchObject({ ...where, choice: { port: 465 } })
    expect(shown.text()).toContain(
      '“smtp_tls_wrappermode = yes” goes into /mailu/overrides/postfix/postfix.cf',
    )
    expect(shown.text()).toContain('partner.example has a way of its own (transport.map)')
    expect(shown.button('Apply and restart mail')).toBeTruthy()
  })

  test('N3b a line of the person’s own that stands against it is named, and nothing can be applied', async () => {
    const shown = await openWindow('atOnce', '/sending', fake =>
      fake.answer({
        'relay.plan': () => {
          throw new AppError('relay-override-own', {
            path: '/mailu/overrides/postfix/postfix.cf',
            line: 3,
            value: 'no',
          })
        },
      }),
    )
    await shown.click('Change')
    await shown.type('Password or key', 'right')
    await shown.click('Try it without sending')
    expect(shown.text()).toContain('Line 3 of /mailu/overrides/postfix/postfix.cf says')
    expect(() => shown.button('Apply and restart mail')).toThrow('no button')
  })
})

test('N3b a refused sender is told with the other side’s own words and what to do', async () => {
  const shown = await openWindow('senderRefused', '/sending')
  await shown.click('Try it')
  expect(shown.text()).toContain('does not take mail from postmaster@example.org')
  expect(shown.text()).toContain('Verify the domain example.org at the provider')
})

describe('changing the relay', () => {
  test('N3a only what the provider needs is asked; what is fixed is shown', async () => {
    const shown = await openWindow('direct', '/sending')
    await shown.click('Choose a relay')
    expect(shown.text()).toContain('apikey')
    expect(() => shown.field('User')).toThrow('no field')
    document.querySelector<HTMLInputElement>('input[value=generic]')?.click()
    await settled()
    await shown.type('Server', 'smtp.example.net')
    expect(shown.field('User')).toBeTruthy()
  })

  test('N3b nothing is set before it was tried; a refused login can only be insisted on', async () => {
    const shown = await openWindow('refused', '/sending')
    await shown.click('Change')
    await shown.type('Password or key', 'wrong')
    expect(() => shown.button('Apply and restart mail')).toThrow('no button')
    await shown.click('Try it without sending')
    expect(inputOf('relay.probe')).toMatchObject({
      choice: { provider: 'sendgrid', region: 'eu', password: 'wrong' },
    })
    expect(shown.text()).toContain('It does not work yet')
    expect(() => shown.button('Apply and restart mail')).toThrow('no button')
    document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
    await settled()
    await shown.click('Apply and restart mail')
    expect(inputOf('relay.set')).toMatchObject({ insist: true })
  })

  test('what worked is applied as it was tried, and a change of the form takes that back', async () => {
    const shown = await openWindow('working', '/sending')
    await shown.click('Change')
    await shown.type('Password or key', 'right')
    await shown.click('Try it without sending')
    expect(shown.text()).toContain('It works')
    await shown.type('Password or key', 'something else')
    expect(() => shown.button('Apply and restart mail')).toThrow('no button')
    await shown.click('Try it without sending')
    await shown.click('Apply and restart mail')
    const set = inputOf('relay.set') as { choice: unknown; insist?: boolean }
    expect(set.insist).toBeUndefined()
    expect(set.choice).toMatchObject({ password: 'something else' })
    expect(shown.text()).toContain('Done in 17 s.')
  })

  test('what is missing is named, and nothing is tried', async () => {
    const shown = await openWindow('direct', '/sending')
    await shown.click('Choose a relay')
    expect(shown.text()).toContain('Fill in: Password or key')
    expect(shown.button('Try it without sending').disabled).toBe(true)
    expect(methods()).not.toContain('relay.probe')
  })
})

describe('what waits to leave', () => {
  test('B15 N3f each group says why, what to do, and how many', async () => {
    const shown = await openWindow('working', '/sending')
    expect(shown.text()).toContain('gmail.com takes less than you send.')
    expect(shown.text()).toContain('3 messages in 2 groups')
    expect(shown.text()).toContain('library.example knows no such mailbox.')
  })

  test('N3f deleting names count, sender and receiver, and touches those ids only', async () => {
    const shown = await openWindow('working', '/sending')
    await shown.click('Delete…')
    expect(shown.text()).toContain('Delete one message that waits to leave?')
    expect(shown.text()).toContain('office@example.org to nobody@library.example')
    expect(bridge.calls.some(call => call.method === 'relay.deleteQueued')).toBe(false)
    await shown.click('Delete one message')
    expect(bridge.calls.findLast(call => call.method === 'relay.deleteQueued')?.input).toEqual({
      server: 's1',
      project: 'mailu',
      ids: ['5D1A2B3D4F'],
      asOf: '2026-11-22T10:31:00.000Z',
    })
    expect(shown.text()).toContain('One message is deleted.')
  })

  test('a queue that could not be read is unknown, not empty', async () => {
    const shown = await openWindow('working', '/sending', fake =>
      fake.answer({
        'relay.queue': () => ({ ...queue, isKnown: false, count: 0, groups: [], messages: [] }),
      }),
    )
    expect(shown.text()).toContain('What waits cannot be told')
    expect(shown.text()).not.toContain('Nothing waits.')
  })
})

test('N3d the proof sends by one account to another, and tells part by part how it came', async () => {
  const shown = await openWindow('working', '/sending')
  await shown.click('Prove it with a test message')
  await shown.type('A mail address on your server', 'office@example.org')
  await shown.type('Its password', 'one')
  await shown.type('IMAP server', 'imap.elsewhere.example')
  await shown.type('User, mostly the address', 'me@elsewhere.example')
  await shown.type('Password or app password', 'two')
  await shown.click('Send it')
  expect(bridge.calls.findLast(call => call.method === 'relay.prove')?.input).toEqual({
    server: 's1',
    project: 'mailu',
    from: { address: 'office@example.org', password: 'one' },
    mailbox: { host: 'imap.elsewhere.example', user: 'me@elsewhere.example', password: 'two' },
  })
  expect(shown.text()).toContain('smtp.sendgrid.net carried it, logged in as apikey.')
  expect(shown.text()).toContain('It arrived after 7 s in INBOX.')
  expect(shown.text()).toContain('The message was taken away again.')
})

describe('what the provider says', () => {
  test('N3c a key is given, and what it tells is shown: which records are missed, and the month', async () => {
    const shown = await openWindow('working', '/sending')
    expect(shown.text()).toContain('Only api.eu.sendgrid.com is asked, from this computer.')
    await shown.click('Give a key')
    expect(document.activeElement?.tagName).toBe('INPUT')
    await shown.type('Key for the API of SendGrid', 'SG.canary')
    await shown.click('Keep it and ask')
    expect(inputOf('relay.keepKey')).toEqual({ ...where, key: 'SG.canary' })
    expect(shown.text()).toContain('example.org is not verified.')
    expect(shown.text()).toContain('s2.domainkey.u1234567.wl012.sendgrid.net')
    expect(shown.text()).toContain('1 212 of 3 000 this month')
    expect(document.body.innerHTML).not.toContain('SG.canary')
  })

  const withKey = (view: typeof opinion) =>
    openWindow('working', '/sending', fake =>
      fake.answer({ 'relay.status': () => ({ ...relay, opinion: view }) }),
    )

  test('“check now” asks anew, and the sentence is read again', async () => {
    const shown = await withKey(opinion)
    const before = methods().filter(method => method === 'relay.status').length
    await shown.click('Check now')
    expect(inputOf('relay.opinion')).toEqual({ ...where, isFresh: true })
    expect(methods().filter(method => method === 'relay.status').length).toBe(before + 1)
  })

  test('a key is forgotten at once', async () => {
    const shown = await withKey(opinion)
    await shown.click('Forget the key')
    expect(inputOf('relay.forgetKey')).toEqual(where)
    expect(document.activeElement?.textContent).toBe('Give a key')
  })

  test('N3c a key that is refused is not known, not bad', async () => {
    const refused = { verdict: 'unknown' as const, code: 'key-refused', params: {} }
    const { opinion: said, ...view } = opinion
    const shown = await withKey({
      ...view,
      opinion: { ...said!, about: refused, missed: [], usage: refused },
    })
    expect(shown.text()).toContain('It does not take the key, or the key may not read this.')
    expect(document.querySelectorAll('.opinion .g.bad')).toHaveLength(0)
    expect(document.querySelectorAll('.opinion .g.unknown')).toHaveLength(2)
  })

  test('of a provider without an API there is nothing to give', async () => {
    const { host: _host, keyShape: _shape, ...view } = unasked
    const shown = await withKey({ ...view, offer: 'none', provider: 'gmail', name: 'Gmail' })
    expect(shown.text()).toContain('administrators of a Workspace only')
    expect(shown.text()).not.toContain('Give a key')
  })

  test('what of an API is not confirmed is said', async () => {
    const shown = await withKey({ ...unasked, unconfirmed: ['usage'] })
    expect(shown.text()).toContain('Not all of this API is confirmed')
  })
})

describe('the last proof', () => {
  const answerWith = (result: object, more: object = {}) => ({
    'relay.proofs': () => ({ ...proofs, ...more, results: [{ ...proofs.results[0]!, ...result }] }),
  })
  const section = (): Element =>
    [...document.querySelectorAll('.page section')].find(one =>
      one.textContent.includes('Last proof'),
    )!

  test('B12 says when, how long it took, and what the receiver found', async () => {
    await openWindow('working', '/sending')
    expect(section().textContent).toContain('4 s: carried by the relay, encrypted, signed, aligned')
    expect(section().querySelector('.g')?.classList.contains('good')).toBe(true)
  })

  test('B12 a signature that does not hold is red, and says what to look at', async () => {
    const clauses = proofs.results[0]!.clauses.map(one =>
      one.id === 'dkim' ? { ...one, verdict: 'wrong' as const, code: 'dkim-bad' } : one,
    )
    await openWindow('working', '/sending', fake => fake.answer(answerWith({ clauses })))
    expect(section().querySelector('.g')?.classList.contains('bad')).toBe(true)
    expect(section().textContent).toContain('signature does not hold')
    expect(section().textContent).toContain('does not fit the key in DNS (selector dkim)')
  })

  test('B12 one that was skipped says why and is not red', async () => {
    const skipped = { outcome: 'skipped', reason: 'no-line', clauses: [] }
    await openWindow('working', '/sending', fake => fake.answer(answerWith(skipped)))
    expect(section().querySelector('.g')?.classList.contains('unknown')).toBe(true)
    expect(section().textContent).toContain('This computer had no line.')
  })

  test('B12 how often is chosen there, once login and mailbox are kept', async () => {
    const shown = await openWindow('working', '/sending')
    await shown.type('Repeat it by itself', '1h')
    expect(inputOf('relay.scheduleProof')).toEqual({ ...where, every: '1h' })
  })

  test('B12 without them it says what to do first', async () => {
    await openWindow('working', '/sending', fake => fake.answer(answerWith({}, { isKept: false })))
    expect(section().querySelector('select')).toBeNull()
    expect(section().textContent).toContain('First make one and keep both passwords')
  })
})
