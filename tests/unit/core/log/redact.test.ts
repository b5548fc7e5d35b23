import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLog } from '../../../../src/core/log/create-log.ts'
import { createRedactor } from '../../../../src/core/log/redact.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

test('N9a a remembered secret is taken out of any text, also in base64 and in a URL', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), fc.string(), (text, around) => {
      fc.pre(text.trim().length >= 6 && !around.includes(text))
      const redactor = createRedactor()
      redactor.remember(new Secret(text))
      const forms = [text, Buffer.from(text).toString('base64'), encodeURIComponent(text)]
      for (const form of forms)
        expect(redactor.redact(`${around} ${form} ${around}`).includes(form)).toBe(false)
    }),
  )
})

test.each([
  ['RELAYPASSWORD=abc def', 'RELAYPASSWORD=… def'],
  ["SECRET_KEY: 'x y'", 'SECRET_KEY: …'],
  ['AUTH PLAIN AGFsaWNlAHNlY3JldA==', 'AUTH PLAIN …'],
  ['smtp://bob:pw@relay.test/', 'smtp://bob:…@relay.test/'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer …'],
  [
    '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----',
    '[private key …]',
  ],
  ['the password was refused', 'the password was refused'],
])('N9a what looks like a secret is taken out: %s', (text, clean) => {
  expect(createRedactor().redact(text)).toBe(clean)
})

test('N9a the log on disk is redacted as text, whatever was logged', async () => {
  const folder = await tempFolder()
  const redactor = createRedactor()
  redactor.remember(new Secret('canary-4711'))
  const log = createLog({ folder, redact: redactor.redact })
  log.error(
    { err: new Error('peer said canary-4711'), nested: { RELAYPASSWORD: 'x' } },
    'canary-4711',
  )
  const text = readdirSync(folder)
    .map(name => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('')
  expect(text).toContain('peer said')
  expect(text).not.toContain('canary-4711')
})
