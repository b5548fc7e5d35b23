import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  appOrigin,
  contentSecurityPolicy,
  isOwnFrame,
  isOwnUrl,
  mayOpenExternally,
} from '../../../src/shared/policy.ts'

test('the content security policy allows nothing but the app and the nonce of this load', () => {
  expect(contentSecurityPolicy('n0nce').split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-n0nce'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue',
  ])
})

test('only a top frame of the own origin is an own frame', () => {
  const frames = [
    { origin: appOrigin, parent: null },
    { origin: appOrigin, parent: {} },
    { origin: 'https://evil.example', parent: null },
    { origin: `${appOrigin}.evil.example`, parent: null },
    { origin: 'null', parent: null },
    null,
    undefined,
  ]
  expect(frames.map(isOwnFrame)).toEqual([true, false, false, false, false, false, false])
})

test('an own address has the whole origin, not only its beginning', () => {
  const urls = [
    appOrigin,
    `${appOrigin}/index.html#/server`,
    `${appOrigin}.evil.example/`,
    'app://other/index.html',
    'https://postern/',
    'javascript:alert(1)',
    'about:blank',
  ]
  expect(urls.map(isOwnUrl)).toEqual([true, true, false, false, false, false, false])
})

test('pages of the documentation may be opened, others not', () => {
  const answers = {
    'https://mailu.io/2024.06/': true,
    'https://MAILU.io/2024.06/': true,
    'https://mail.example.org/admin/': false,
    'https://other.example.org/': false,
    'https://mailu.io.evil.example/': false,
    'http://mailu.io/': false,
    'https://user@mailu.io/': false,
    'https://mailu.io:8443/': false,
    'https://mailu.io/\n': false,
    'file:///etc/passwd': false,
    'mailto:someone@example.org': true,
    'mailto:someone@example.org?subject=Test&body=Hello': true,
    'mailto:someone@example.org?attach=/etc/passwd': false,
    'mailto:someone@example.org?cc=other@example.org': false,
    'smb://mailu.io/share': false,
    '': false,
  }
  const got = Object.keys(answers).map(url => [url, mayOpenExternally(url)])
  expect(Object.fromEntries(got)).toEqual(answers)
})

test('whatever may be opened is a plain https page on a known host or a mailto', () => {
  const piece = fc.constantFrom(
    'https:',
    'http:',
    '//',
    '@',
    ':',
    '/',
    '\\',
    'mailu.io',
    'evil',
    '%00',
    '.',
    '?',
    '#',
  )
  const hostile = fc.oneof(
    fc.webUrl(),
    fc.array(piece, { maxLength: 12 }).map(parts => parts.join('')),
    fc.string(),
  )
  fc.assert(
    fc.property(hostile, url => {
      if (!mayOpenExternally(url)) return true
      const { protocol, hostname } = new URL(url)
      return protocol === 'mailto:' || (protocol === 'https:' && !hostname.includes('evil'))
    }),
    { numRuns: 2000 },
  )
})
