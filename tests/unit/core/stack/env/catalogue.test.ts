import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEnvCatalogue } from '../../../../../src/core/stack/env/catalogue.ts'
import { checkValue } from '../../../../../src/core/stack/env/check-value.ts'
import { envGroups, envKeys } from '../../../../../src/shared/locales/en/env-keys/index.ts'
import { envProblems } from '../../../../../src/shared/locales/en/env-problems.ts'
import { fill } from '../../../../../src/shared/locales/fill.ts'
import { EnvGroup } from '../../../../../src/shared/model/env-catalogue.ts'
import { resourcesDir } from '../../../../support/env-catalogue.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const catalogue = await loadEnvCatalogue(resourcesDir)

/** Every key of mailu.md 1.4, combined rows taken apart, and the retired ones below the table. */
const keysOfMailu = `
SECRET_KEY SUBNET SUBNET6 DOMAIN HOSTNAMES POSTMASTER TLS_FLAVOR TLS_CERT_FILENAME TLS_KEYPAIR_FILENAME
TLS_PERMISSIVE LETSENCRYPT_SHORTCHAIN INBOUND_TLS_ENFORCE PORTS PROXY_PROTOCOL REAL_IP_HEADER REAL_IP_FROM
AUTH_RATELIMIT_IP AUTH_RATELIMIT_IP_V4_MASK AUTH_RATELIMIT_IP_V6_MASK AUTH_RATELIMIT_USER
AUTH_RATELIMIT_EXEMPTION AUTH_RATELIMIT_EXEMPTION_LENGTH AUTH_REQUIRE_TOKENS ADMIN WEBMAIL WEBDAV ANTIVIRUS
ANTIVIRUS_ACTION SCAN_MACROS API WEB_API API_TOKEN MESSAGE_SIZE_LIMIT MESSAGE_RATELIMIT
MESSAGE_RATELIMIT_EXEMPTION RELAYNETS RELAYHOST RELAYUSER RELAYPASSWORD OUTBOUND_TLS_LEVEL DEFER_ON_TLS_ERROR
REJECT_UNLISTED_RECIPIENT WILDCARD_SENDERS RECIPIENT_DELIMITER FETCHMAIL_ENABLED FETCHMAIL_DELAY
FETCHMAIL_OPTIONS DEBUG DEFAULT_QUOTA DEFAULT_SPAM_THRESHOLD DMARC_RUA DMARC_RUF DMARC_SEND_REPORTS WELCOME
WELCOME_SUBJECT WELCOME_BODY COMPRESSION COMPRESSION_LEVEL FULL_TEXT_SEARCH FULL_TEXT_SEARCH_ATTACHMENTS
WEBROOT_REDIRECT WEB_ADMIN WEB_WEBMAIL SITENAME WEBSITE LOGO_URL LOGO_BACKGROUND CREDENTIAL_ROUNDS LOG_LEVEL TZ
INITIAL_ADMIN_ACCOUNT INITIAL_ADMIN_DOMAIN INITIAL_ADMIN_PW INITIAL_ADMIN_MODE SQLALCHEMY_DATABASE_URI DB_FLAVOR
DB_USER DB_PW DB_HOST DB_NAME DB_APPENDIX SQLALCHEMY_DATABASE_URI_ROUNDCUBE ROUNDCUBE_DB_FLAVOR
ROUNDCUBE_DB_USER ROUNDCUBE_DB_PW ROUNDCUBE_DB_HOST ROUNDCUBE_DB_NAME ROUNDCUBE_PLUGINS DKIM_SELECTOR DKIM_PATH
PROXY_AUTH_WHITELIST PROXY_AUTH_HEADER PROXY_AUTH_CREATE PROXY_AUTH_LOGOUT_URL SESSION_TIMEOUT
PERMANENT_SESSION_LIFETIME SESSION_COOKIE_SECURE ADMIN_ADDRESS FRONT_ADDRESS IMAP_ADDRESS SMTP_ADDRESS
ANTISPAM_ADDRESS ANTIVIRUS_ADDRESS WEBMAIL_ADDRESS WEBDAV_ADDRESS REDIS_ADDRESS OLETOOLS_ADDRESS LD_PRELOAD
DISABLE_STATISTICS RECAPTCHA_PUBLIC_KEY RECAPTCHA_PRIVATE_KEY
`
  .trim()
  .split(/\s+/)
const retired = `
AUTH_RATELIMIT PASSWORD_SCHEME ROOT VERSION PUBLIC_IPV4 BIND_ADDRESS4 BIND_ADDRESS6 BIND_INTERFACE LOG_DRIVER
POSTFIX_LOG_FILE POSTFIX_LOG_SYSLOG HOST_ADMIN HOST_SMTP HOST_IMAP HOST_WEBMAIL HOST_WEBDAV HOST_REDIS HOST_FRONT
HOST_ANTISPAM POD_ADDRESS_RANGE KUBERNETES_INGRESS QUOTA_STORAGE_URL ANTISPAM COMPOSE_PROJECT_NAME HOSTNAME
`
  .trim()
  .split(/\s+/)

describe('the catalogue of settings', () => {
  test('N2b every setting of Mailu has an entry', () => {
    expect([...keysOfMailu, ...retired].filter(key => !catalogue.lookup(key))).toEqual([])
    expect(retired.filter(key => !catalogue.lookup(key)?.deprecated)).toEqual([])
    expect(keysOfMailu.filter(key => catalogue.lookup(key)?.deprecated)).toEqual([])
  })

  test('N2b every entry has a label and its own meaning in whole sentences, and no words are left over', () => {
    expect(Object.keys(envKeys).sort()).toEqual(catalogue.keys.map(({ key }) => key).sort())
    const poor = Object.entries(envKeys).filter(
      ([, { label, meaning }]) =>
        !/^\p{Lu}|^reCAPTCHA/u.test(label) ||
        label.length > 50 ||
        !/[.]$/.test(meaning) ||
        meaning.length < 25,
    )
    expect(poor).toEqual([])
    const meanings = Object.values(envKeys).map(({ meaning }) => meaning)
    const shared = meanings.filter(one => meanings.filter(other => other === one).length > 2)
    expect(shared).toEqual([])
    expect(Object.keys(envGroups).sort()).toEqual([...EnvGroup.options].sort())
  })

  test('N2b every default, example and generated value is of its own type', () => {
    const wrong = catalogue.keys.flatMap(facts =>
      [facts.default, facts.generated, facts.example]
        .filter(value => value !== undefined && value !== null)
        .map(value => [facts.key, value, checkValue(facts, value)] as const)
        .filter(([, , fault]) => fault !== undefined),
    )
    expect(wrong).toEqual([])
  })

  test('N2b services and replacements named in it exist', () => {
    const services = [
      'all',
      'admin',
      'front',
      'imap',
      'smtp',
      'antispam',
      'resolver',
      'fetchmail',
      'webmail',
    ]
    const optional = [...services, 'webdav', 'antivirus', 'oletools', 'fts_attachments']
    const strange = catalogue.keys.filter(
      ({ consumers, needs, deprecated }) =>
        consumers.some(name => !services.includes(name)) ||
        (needs !== undefined && !optional.includes(needs)) ||
        (deprecated?.replacement !== undefined && !catalogue.lookup(deprecated.replacement)),
    )
    expect(strange).toEqual([])
  })

  test('N9a what is a secret is known by the entry, and by the look of the name where there is none', () => {
    const secrets = catalogue.keys
      .filter(({ key }) => catalogue.isSecret(key))
      .map(({ key }) => key)
    expect(secrets).toEqual([
      'SECRET_KEY',
      'API_TOKEN',
      'INITIAL_ADMIN_PW',
      'RECAPTCHA_PRIVATE_KEY',
      'RELAYPASSWORD',
      'SQLALCHEMY_DATABASE_URI',
      'DB_PW',
      'SQLALCHEMY_DATABASE_URI_ROUNDCUBE',
      'ROUNDCUBE_DB_PW',
    ])
    const names = ['BACKUP_PASSPHRASE', 'MY_TOKEN', 'S3_SECRET', 'X_PW', 'SIGN_KEY', 'SENTRY_DSN']
    expect(names.filter(key => !catalogue.isSecret(key))).toEqual([])
    expect(['PASSWORD_SCHEME', 'CREDENTIAL_ROUNDS', 'MY_PORT'].filter(catalogue.isSecret)).toEqual(
      [],
    )
  })

  test('a setting that admin reads may also be given as a file', () => {
    expect(catalogue.lookup('DB_PW_FILE')?.type).toEqual({ kind: 'path' })
    expect(catalogue.isSecret('API_TOKEN_FILE')).toBe(false)
    expect(catalogue.lookup('RELAYPASSWORD_FILE')).toBeUndefined()
    expect(catalogue.isSecret('RELAYPASSWORD_FILE')).toBe(true)
  })

  test('a damaged catalogue is told as a damaged installation', async () => {
    const folder = await tempFolder()
    await expect(loadEnvCatalogue(folder)).rejects.toMatchObject({ code: 'file-not-readable' })
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'env-catalogue.json'), '{"version":1,"keys":[{"key":"x"}]}')
    await expect(loadEnvCatalogue(folder)).rejects.toMatchObject({ code: 'file-not-readable' })
  })
})

describe('values by type', () => {
  const sentence = (key: string, value: string): string | undefined => {
    const fault = checkValue(catalogue.lookup(key)!, value)
    return fault && fill(envProblems[fault.code], fault.params)
  }

  test.each([
    [
      'MESSAGE_SIZE_LIMIT',
      '50 MB',
      'MESSAGE_SIZE_LIMIT takes a number of bytes and nothing else, not “50 MB”',
    ],
    ['MESSAGE_SIZE_LIMIT', '0', 'MESSAGE_SIZE_LIMIT must be at least 1 bytes'],
    ['DEFAULT_SPAM_THRESHOLD', '101', 'DEFAULT_SPAM_THRESHOLD must be at most 100 percent'],
    ['MESSAGE_SIZE_LIMIT', '', 'MESSAGE_SIZE_LIMIT must have a value'],
    [
      'TLS_FLAVOR',
      'lets',
      'TLS_FLAVOR takes one of letsencrypt, cert, notls, mail, mail-letsencrypt, not “lets”',
    ],
    ['WELCOME', '1', 'WELCOME takes true or false (or yes, no), not “1”'],
    [
      'MESSAGE_RATELIMIT',
      '200',
      'MESSAGE_RATELIMIT takes a number per time, such as 50/day or 10/minute, not “200”',
    ],
    [
      'SUBNET',
      '192.168.203.1/24',
      'SUBNET takes the network itself: “192.168.203.1/24” has bits set after the prefix; did you mean 192.168.203.0/24?',
    ],
    [
      'SUBNET6',
      'fd00:beef::1/64',
      'SUBNET6 takes the network itself: “fd00:beef::1/64” has bits set after the prefix; did you mean fd00:beef::/64?',
    ],
    [
      'SUBNET',
      '192.168.203.0',
      'SUBNET takes a network such as 192.168.203.0/24, not “192.168.203.0”',
    ],
    [
      'RELAYNETS',
      '10.0.0.0/8, home',
      'RELAYNETS takes addresses or networks separated by commas; “home” is neither',
    ],
    ['DOMAIN', 'two words', 'DOMAIN takes one mail domain such as example.org, not “two words”'],
    [
      'HOSTNAMES',
      'mail.example.org;x',
      'HOSTNAMES takes host names separated by commas; “mail.example.org;x” is not one',
    ],
    [
      'RELAYHOST',
      'smtps://x',
      'RELAYHOST takes [host]:port, such as [smtp.example.org]:587, not “smtps://x”',
    ],
    [
      'RELAYHOST',
      '[x]:99999',
      'RELAYHOST takes [host]:port, such as [smtp.example.org]:587, not “[x]:99999”',
    ],
    ['RELAYUSER', 'a:b', 'RELAYUSER must not contain :'],
    [
      'RELAYPASSWORD',
      ' x',
      'RELAYPASSWORD must not begin or end with a blank: Postfix would drop it',
    ],
    ['API_TOKEN', 'abc', 'API_TOKEN must have at least 4 characters'],
    ['INITIAL_ADMIN_PW', "it's", "INITIAL_ADMIN_PW must not contain '"],
    [
      'POSTMASTER',
      'a@b.org',
      'POSTMASTER takes only the part before the @, and letters, digits and . _ + - in it, not “a@b.org”',
    ],
    [
      'WILDCARD_SENDERS',
      'a@b.org,x',
      'WILDCARD_SENDERS takes mail addresses separated by commas; “x” is not one',
    ],
    ['WEB_ADMIN', 'admin', 'WEB_ADMIN takes a path that begins with “/”, not “admin”'],
    [
      'TLS_CERT_FILENAME',
      '/certs/x',
      'TLS_CERT_FILENAME takes a file name without a folder, not “/certs/x”',
    ],
    [
      'WEBSITE',
      'example.org',
      'WEBSITE takes a web address such as https://example.org, not “example.org”',
    ],
    ['PORTS', '25;80', 'PORTS takes port numbers separated by commas; “25;80” is not one'],
    ['TZ', 'Mars/Base', 'TZ takes a time zone such as Europe/Berlin, not “Mars/Base”'],
    [
      'FULL_TEXT_SEARCH',
      'english',
      'FULL_TEXT_SEARCH takes language codes such as en,de, or off, not “english”',
    ],
    [
      'IMAP_ADDRESS',
      'imap:143',
      'IMAP_ADDRESS takes a host name or an address without a port, not “imap:143”',
    ],
    ['FETCHMAIL_OPTIONS', 'fetchall', 'FETCHMAIL_OPTIONS must begin with a blank'],
  ])('N2b %s=%s is refused with a sentence', (key, value, expected) => {
    expect(sentence(key, value)).toBe(expected)
  })

  test.each([
    ['MESSAGE_SIZE_LIMIT', '99999999999'],
    ['WELCOME', 'Yes'],
    ['ADMIN', 'none'],
    ['AUTH_RATELIMIT_IP', '10/minute;1000/hour'],
    ['AUTH_RATELIMIT_IP', '5 per 10 minutes'],
    ['RELAYNETS', '10.0.0.0/8 192.168.1.5'],
    ['AUTH_RATELIMIT_EXEMPTION', '0.0.0.0/0, ::/0'],
    ['REAL_IP_FROM', '::ffff:1.2.3.4,fe80::1'],
    ['RELAYHOST', 'smtp.example.org'],
    ['RELAYHOST', '[2001:db8::1]:25'],
    ['RELAYHOST', ''],
    ['PROXY_PROTOCOL', 'all-but-http'],
    ['PROXY_PROTOCOL', '25,443'],
    ['WEBROOT_REDIRECT', 'none'],
    ['DOMAIN', 'bücher.example'],
    ['FULL_TEXT_SEARCH', 'off'],
    ['FULL_TEXT_SEARCH_ATTACHMENTS', 'whatever'],
    ['WEBMAIL', 'rainloop'],
    ['RELAYPASSWORD', 'a b:c#d'],
    ['TZ', 'Europe/Berlin'],
  ])('N2b %s=%s is taken', (key, value) => {
    expect(sentence(key, value)).toBeUndefined()
  })

  test('N9a a refused secret is not repeated', () => {
    for (const [key, value] of [
      ['RELAYPASSWORD', 'hunter2 '],
      ['API_TOKEN', 'xyz'],
      ['INITIAL_ADMIN_PW', "s3cr'et"],
    ])
      expect(JSON.stringify(checkValue(catalogue.lookup(key!)!, value!))).not.toContain(value)
  })
})
