import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  editOverride,
  ownWrapperLine,
  wrapperLine,
} from '../../../../src/core/relay/override-text.ts'

const path = '/mailu/overrides/postfix/postfix.cf'
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const text = (content: Uint8Array | undefined): string | undefined =>
  content && Buffer.from(content).toString('latin1')
const edit = (now: string | undefined, isImplicitTls: boolean): string | undefined =>
  text(editOverride(path, now === undefined ? undefined : bytes(now), isImplicitTls))

/** What Mailu's start script hands to Postfix, line by line. */
const handed = (content: string | undefined): string[] =>
  (content ?? '')
    .trim()
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))

describe('the override file for a port where TLS begins at once', () => {
  test('N3b where there was no file one is made, and none stays behind', () => {
    const made = edit(undefined, true)
    expect(handed(made)).toEqual([wrapperLine])
    expect(edit(made, false)).toBeUndefined()
  })

  test('N3b an empty file stays, empty', () => {
    expect(edit(edit('', true), false)).toBe('')
  })

  test('N3b lines of the person’s own stay byte for byte, there and back', () => {
    const line = fc.stringMatching(/^[ -~\t\r\u00e4]{0,30}$/)
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, endsWell) => {
        const own = lines.filter(one => !/wrappermode|Postern/.test(one)).join('\n')
        const before = endsWell ? `${own}\n` : own
        const changed = edit(before, true)!
        expect(changed.endsWith(before)).toBe(true)
        expect(handed(changed)).toContain(wrapperLine)
        expect(edit(changed, true)).toBe(changed)
        expect(edit(changed, false)).toBe(before)
      }),
    )
  })

  test('N3b lines that the person wrote in front or behind meanwhile stay as well', () => {
    const changed = `a = 1\n${edit('b = 2', true)!}\nc = 3`
    expect(edit(changed, false)).toBe('a = 1\nb = 2\nc = 3')
  })

  test('N3b the person’s own line that says so already is enough, and is never taken out', () => {
    const own = 'smtp_tls_loglevel = 2\nsmtp_tls_wrappermode=yes\n'
    expect(edit(own, true)).toBe(own)
    expect(() => edit(own, false)).toThrow('relay-override-own')
  })

  test('N3b the person’s own line that says the opposite is refused, with its place', () => {
    const own = '# mine\nsmtp_tls_wrappermode = no'
    expect(() => edit(own, true)).toThrow(
      expect.objectContaining({
        code: 'relay-override-own',
        params: { path, line: 2, value: 'no' },
      }),
    )
    expect(edit(own, false)).toBe(own)
  })

  test('the last of several lines counts, as it does for Postfix; a comment does not', () => {
    const own = bytes(
      'smtp_tls_wrappermode = yes\nsmtp_tls_wrappermode = no\n#smtp_tls_wrappermode = yes',
    )
    expect(ownWrapperLine(own)).toEqual({ line: 2, value: 'no' })
  })
})
