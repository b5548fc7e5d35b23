import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  findProvider,
  loadRelayProviders,
  providerOfHost,
} from '../../../../src/core/relay/providers.ts'
import {
  composeRelaySettings,
  resolveRelayChoice,
} from '../../../../src/core/relay/relay-target.ts'
import type { RelayChoice } from '../../../../src/shared/contract/relay.ts'
import { isAppError } from '../../../../src/shared/errors.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const providers = await loadRelayProviders(resolve('resources'))
const password = new Secret('p$w#1')

const settingsOf = (choice: RelayChoice, kept?: Secret): string => {
  const made = composeRelaySettings(
    resolveRelayChoice(findProvider(providers, choice.provider), choice, kept),
  )
  const secret = made.RELAYPASSWORD === '' ? '' : made.RELAYPASSWORD.reveal()
  return [made.RELAYHOST, made.RELAYUSER, secret, made.OUTBOUND_TLS_LEVEL].join(' | ')
}

const codeOf = (choice: Partial<RelayChoice>): string => {
  try {
    return settingsOf({
      provider: 'generic',
      host: 'smtp.example.org',
      user: 'u',
      password,
      ...choice,
    })
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('N3a what each provider and region becomes', () => {
  const golden: readonly (readonly [RelayChoice, string])[] = [
    [
      { provider: 'sendgrid', region: 'global', password },
      '[smtp.sendgrid.net]:587 | apikey | p$w#1 | secure',
    ],
    [
      { provider: 'sendgrid', region: 'eu', password, port: 2525 },
      '[smtp.eu.sendgrid.net]:2525 | apikey | p$w#1 | secure',
    ],
    [
      { provider: 'mailgun', region: 'us', user: 'postmaster@mg.example.org', password },
      '[smtp.mailgun.org]:587 | postmaster@mg.example.org | p$w#1 | secure',
    ],
    [
      { provider: 'mailgun', region: 'eu', user: 'postmaster@mg.example.org', password },
      '[smtp.eu.mailgun.org]:587 | postmaster@mg.example.org | p$w#1 | secure',
    ],
    [
      { provider: 'mandrill', user: 'me@example.org', password },
      '[smtp.mandrillapp.com]:587 | me@example.org | p$w#1 | secure',
    ],
    [
      { provider: 'postmark', user: 'PM-T-1', password },
      '[smtp.postmarkapp.com]:587 | PM-T-1 | p$w#1 | secure',
    ],
    [
      { provider: 'ses', region: 'eu-central-1', user: 'AKIA1', password },
      '[email-smtp.eu-central-1.amazonaws.com]:587 | AKIA1 | p$w#1 | secure',
    ],
    [
      { provider: 'ses', region: 'us-east-1', user: 'AKIA1', password, port: 2587 },
      '[email-smtp.us-east-1.amazonaws.com]:2587 | AKIA1 | p$w#1 | secure',
    ],
    [
      { provider: 'brevo', user: '7a@smtp-brevo.com', password },
      '[smtp-relay.brevo.com]:587 | 7a@smtp-brevo.com | p$w#1 | secure',
    ],
    [
      { provider: 'smtp2go', region: 'eu', user: 'me', password, port: 8025 },
      '[mail-eu.smtp2go.com]:8025 | me | p$w#1 | secure',
    ],
    [
      { provider: 'mailjet', user: '0a1b', password },
      '[in-v3.mailjet.com]:587 | 0a1b | p$w#1 | secure',
    ],
    [
      { provider: 'scaleway', user: '77ff06f5-6de5', password, port: 2587 },
      '[smtp.tem.scaleway.com]:2587 | 77ff06f5-6de5 | p$w#1 | secure',
    ],
    [
      { provider: 'fastmail', user: 'me@fastmail.example', password },
      '[smtp.fastmail.com]:587 | me@fastmail.example | p$w#1 | secure',
    ],
    [
      { provider: 'gmail', region: 'workspace', user: 'me@example.org', password },
      '[smtp-relay.gmail.com]:587 | me@example.org | p$w#1 | secure',
    ],
    [
      { provider: 'generic', host: 'Smtp.Example.org.', user: 'u', password },
      '[smtp.example.org]:587 | u | p$w#1 | secure',
    ],
    [
      { provider: 'generic', host: 'smtp.bücher.example', port: 25 },
      '[smtp.xn--bcher-kva.example]:25 |  |  | secure',
    ],
    [
      { provider: 'fastmail', user: 'me@fastmail.example', password, port: 465 },
      '[smtp.fastmail.com]:465 | me@fastmail.example | p$w#1 | secure',
    ],
    [
      { provider: 'smtp2go', region: 'eu', user: 'me', password, port: 443 },
      '[mail-eu.smtp2go.com]:443 | me | p$w#1 | secure',
    ],
    [
      { provider: 'generic', host: 'smtp.example.org', port: 465, tlsLevel: 'encrypt' },
      '[smtp.example.org]:465 |  |  | encrypt',
    ],
    [
      { provider: 'generic', host: '192.0.2.7', tlsLevel: 'encrypt' },
      '[192.0.2.7]:587 |  |  | encrypt',
    ],
  ]
  test.each(golden)('%j', (choice, expected) => expect(settingsOf(choice)).toBe(expected))

  test('every region of every provider has its host in brackets', () => {
    const made = providers.flatMap(provider =>
      provider.hosts.map(({ region }) =>
        settingsOf({
          provider: provider.id,
          region,
          password,
          ...(provider.id !== 'sendgrid' && { user: 'u' }),
        }),
      ),
    )
    expect(made.every(text => /^\[[a-z0-9.-]+\]:587 \| \S+ \| p\$w#1 \| secure$/.test(text))).toBe(
      true,
    )
    expect(new Set(made.map(text => text.split(' ')[0])).size).toBe(made.length)
  })

  test('a choice without a password keeps the one that is configured', () => {
    const kept = new Secret('old')
    expect(settingsOf({ provider: 'sendgrid', region: 'eu' }, kept)).toContain('| old |')
    expect(settingsOf({ provider: 'sendgrid', region: 'eu', password }, kept)).toContain(
      '| p$w#1 |',
    )
  })
})

describe('what can never work is refused with words', () => {
  const cases: readonly (readonly [string, Partial<RelayChoice>, string])[] = [
    ['a user with a colon', { user: 'a:b' }, 'relay-user-colon'],
    ['a user that ends with a blank', { user: 'a ' }, 'relay-user-blanks'],
    ['a user with a line end', { user: 'a\nb' }, 'relay-user-blanks'],
    [
      'a password that begins with a blank',
      { password: new Secret(' a') },
      'relay-password-blanks',
    ],
    ['a password with a line end', { password: new Secret('a\n') }, 'relay-password-blanks'],
    [
      'a port that the provider has not',
      { provider: 'sendgrid', region: 'eu', user: '', port: 80 },
      'relay-port-not-offered',
    ],
    ['a host with a port', { host: 'smtp.example.org:587' }, 'relay-host-refused'],
    ['a host in brackets', { host: '[smtp.example.org]' }, 'relay-host-refused'],
    ['an IPv6 address', { host: '2001:db8::1' }, 'relay-host-refused'],
    ['a host with a line end', { host: 'a\nb' }, 'relay-host-refused'],
    ['a host that is an option', { host: '-oProxy' }, 'relay-host-refused'],
    ['no host', { host: ' ' }, 'relay-field-missing'],
    ['a user without a password', { password: undefined }, 'relay-field-missing'],
    ['no region', { provider: 'mailgun' }, 'relay-field-missing'],
    ['an unknown region', { provider: 'mailgun', region: 'mars' }, 'relay-region-unknown'],
    ['another user than the fixed one', { provider: 'sendgrid', region: 'eu' }, 'relay-user-fixed'],
    ['no user', { provider: 'brevo', user: '' }, 'relay-field-missing'],
    ['an unknown provider', { provider: 'nobody' }, 'relay-provider-not-found'],
  ]
  test.each(cases)('%s', (_name, choice, code) => expect(codeOf(choice)).toBe(code))
})

test('each provider has hints for the fields that it asks for, and words about the sender', () => {
  const bare = providers.filter(({ id, fields }) => {
    const text = en.relay.providers[id]
    const asked = fields.filter(({ id: field }) => field === 'user' || field === 'password')
    return !text?.sender || asked.some(({ id: field }) => !text[field as 'user' | 'password'])
  })
  expect(bare).toEqual([])
})

test('N3a TLS begins at once exactly on the ports that a provider lists for it, and each of its ports can be chosen', () => {
  const wrong = providers.flatMap(provider =>
    [...provider.ports, ...provider.tlsPorts].filter(port => {
      const choice = { provider: provider.id, port, password, host: 'relay.example.org' }
      const { hosts, fields } = provider
      const isFixed = fields.some(({ id, fixed }) => id === 'user' && fixed !== undefined)
      const target = resolveRelayChoice(provider, {
        ...choice,
        ...(hosts[0] && { region: hosts[0].region }),
        ...(!isFixed && { user: 'u' }),
      })
      const choices = fields.find(({ id }) => id === 'port')?.choices
      const isOffered = choices === undefined ? port === 587 : choices.includes(String(port))
      return target.isImplicitTls !== provider.tlsPorts.includes(port) || !isOffered
    }),
  )
  expect(wrong).toEqual([])
})

test('a configured host tells its provider', () => {
  expect(providerOfHost(providers, 'SMTP.eu.mailgun.org')?.id).toBe('mailgun')
  expect(providerOfHost(providers, 'smtp.example.org')?.id).toBe('generic')
})

test('a damaged catalogue is said so', async () => {
  await expect(loadRelayProviders(await tempFolder())).rejects.toMatchObject({
    code: 'file-not-readable',
  })
})
