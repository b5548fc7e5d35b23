/** Ports where TLS begins before the first word: what is written for them, said of them and taken back. */
import { describe, expect, test } from 'vitest'
import { RelayStatus } from '../../../../src/shared/model/relay.ts'
import { createAuthority } from '../../../fakes/certificates.ts'
import { startFakeRelay } from '../../../fakes/smtp-server.ts'
import { choiceFor, server, setUpRelay, signal } from '../../../support/relay-here.ts'

const certificate = createAuthority().leaf({ name: 'localhost' })
const known = { certificate, user: 'u', password: 'right' }
const atOnce = { ...known, isImplicit: true, port: 2465 }
const container = { DOMAIN: 'example.test', POSTMASTER: 'admin' }
const line = 'smtp_tls_wrappermode = yes'
const wrapped = { inet_protocols: 'ipv4', smtp_tls_wrappermode: 'yes' }

describe('relay.set with a port where TLS begins at once', () => {
  test('N3b writes the override in the same change, the person’s own lines kept, and takes it back with another port', async () => {
    const own = 'smtp_tls_loglevel = 2\n# mine'
    const { relay, context, override, applied } = await setUpRelay({
      container,
      file: {},
      override: own,
    })
    const fake = await startFakeRelay(atOnce)
    await relay['relay.set']({ ...server, choice: choiceFor(fake, 'right') }, context)
    expect(override()).toMatch(new RegExp(`^#[^\\n]*\\n${line}\\n#[^\\n]*\\n`))
    expect(override()?.endsWith(own)).toBe(true)
    expect(applied[0]?.edits.set).toContainEqual({ key: 'OUTBOUND_TLS_LEVEL', value: 'encrypt' })
    const usual = await startFakeRelay(known)
    await relay['relay.set']({ ...server, choice: choiceFor(usual, 'right') }, context)
    expect(override()).toBe(own)
  })

  test('N3b says beforehand what it changes, and asks the relay nothing', async () => {
    const { relay } = await setUpRelay({ container, file: {} })
    const choice = { ...choiceFor({ port: 465 }, 'right'), host: 'relay.invalid' }
    const path = '/mailu/overrides/postfix/postfix.cf'
    expect(await relay['relay.plan']({ ...server, choice }, { signal })).toEqual({
      set: ['RELAYHOST', 'RELAYUSER', 'RELAYPASSWORD', 'OUTBOUND_TLS_LEVEL'],
      unset: [],
      override: { path, line, change: 'added' },
      ownWays: [],
    })
    const usual = { ...choice, port: 587 }
    expect(await relay['relay.plan']({ ...server, choice: usual }, { signal })).not.toHaveProperty(
      'override',
    )
  })

  test('N3b names the destinations that have a way of their own', async () => {
    const { relay } = await setUpRelay({
      container,
      file: {},
      beside: { 'transport.map': '# mine\npartner.test smtp:[mx.partner.test]\n\n' },
      relayed: ['branch.test'],
    })
    const choice = { ...choiceFor({ port: 465 }, 'right'), host: 'relay.invalid' }
    const { ownWays } = await relay['relay.plan']({ ...server, choice }, { signal })
    expect(ownWays).toEqual([
      { name: 'partner.test', by: 'transport-map' },
      { name: 'branch.test', by: 'relayed-domain' },
    ])
  })

  test('N3b a line of the person’s own that says the opposite is refused before anything is written', async () => {
    const { relay, context, applied, override } = await setUpRelay({
      container,
      file: {},
      override: 'smtp_tls_wrappermode = no\n',
    })
    const fake = await startFakeRelay(atOnce)
    const choice = choiceFor(fake, 'right')
    await expect(relay['relay.plan']({ ...server, choice }, { signal })).rejects.toMatchObject({
      code: 'relay-override-own',
    })
    const running = relay['relay.set']({ ...server, choice }, context)
    await expect(running).rejects.toMatchObject({ code: 'relay-override-own' })
    expect([applied, fake.verbs, override()]).toEqual([[], [], 'smtp_tls_wrappermode = no\n'])
  })

  test('N3b a container that sees no folder for overrides is told so, and the relay is not asked', async () => {
    const fake = await startFakeRelay(atOnce)
    const { relay, context, applied } = await setUpRelay({
      container,
      file: {},
      hasOverrides: false,
    })
    const running = relay['relay.set']({ ...server, choice: choiceFor(fake, 'right') }, context)
    await expect(running).rejects.toMatchObject({ code: 'relay-override-no-folder' })
    expect([applied, fake.verbs]).toEqual([[], []])
  })
})

describe('a relay in use at a port where TLS begins at once', () => {
  const running = (port: number) => ({
    ...container,
    RELAYHOST: `[localhost]:${port}`,
    RELAYUSER: 'u',
    RELAYPASSWORD: 'right',
    OUTBOUND_TLS_LEVEL: 'encrypt',
  })

  test('N3b is known by what its Postfix runs with, made by Postern or by hand', async () => {
    const fake = await startFakeRelay({ ...atOnce, port: 0 })
    const env = running(fake.port)
    const { relay } = await setUpRelay({ container: env, file: env, docker: { settings: wrapped } })
    expect(RelayStatus.parse(await relay['relay.status'](server, { signal }))).toMatchObject({
      configured: { isImplicitTls: true, isApplied: true },
      login: { verdict: 'right' },
    })
  })

  test('N3b where its Postfix was not told, the login says so instead of a silent port', async () => {
    const fake = await startFakeRelay(atOnce)
    const env = running(fake.port)
    const { relay, context } = await setUpRelay({
      container: env,
      file: env,
      docker: { settings: { inet_protocols: 'ipv4', smtp_tls_wrappermode: 'no' } },
    })
    const report = await relay['relay.probe'](server, context)
    expect(report.steps.find(({ id }) => id === 'greeting')).toMatchObject({
      verdict: 'wrong',
      code: 'tls-at-once',
    })
    const { configured } = await relay['relay.status'](server, { signal })
    expect(configured).not.toHaveProperty('isImplicitTls')
  })

  test('N3b where its Postfix begins with TLS and the port does not, that is said', async () => {
    const fake = await startFakeRelay(known)
    const env = running(fake.port)
    const { relay, context } = await setUpRelay({ container: env, docker: { settings: wrapped } })
    expect((await relay['relay.probe'](server, context)).steps[3]).toMatchObject({
      id: 'starttls',
      verdict: 'wrong',
      code: 'tls-not-at-once',
    })
  })
})

describe('who is named as the sender', () => {
  test.each([
    ['the postmaster at the main domain', { ...container }, 'admin@example.test'],
    [
      'a domain with other letters, as it is in the DNS',
      { DOMAIN: 'Bücher.example' },
      'postmaster@xn--bcher-kva.example',
    ],
    [
      'no name that breaks the line',
      { DOMAIN: 'example.test', POSTMASTER: 'a>\r\nRCPT' },
      'postmaster@example.test',
    ],
  ])('N3b %s', async (_name, env, expected) => {
    const fake = await startFakeRelay(known)
    const { relay, context } = await setUpRelay({ container: env, file: {} })
    await relay['relay.probe']({ ...server, choice: choiceFor(fake, 'right') }, context)
    expect(fake.senders).toEqual([expected, ''])
  })

  test('N3b a look at the login alone names none, so that a watched relay is not asked more than before', async () => {
    const fake = await startFakeRelay(known)
    const env = {
      ...container,
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'right',
    }
    const { relay, looks } = await setUpRelay({ container: env })
    await looks.login(server, signal)
    await relay['relay.status'](server, { signal })
    expect(fake.senders).toEqual([])
    expect(fake.verbs.filter(verb => verb === 'AUTH+')).toHaveLength(1)
  })

  test('N3b a refused sender is no refused login', async () => {
    const fake = await startFakeRelay({ ...known, answers: { MAIL: '550 not yours' } })
    const env = {
      ...container,
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'right',
    }
    const { relay, looks, context } = await setUpRelay({ container: env })
    const report = await relay['relay.probe'](server, context)
    expect(report.steps.at(-1)).toMatchObject({ verdict: 'wrong', code: 'sender-refused' })
    expect((await looks.login(server, signal)).login.verdict).toBe('right')
  })
})
