import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findRecordedKeys,
  matchesPattern,
  parseKnownHosts,
} from '../../../../../src/core/net/ssh/known-hosts.ts'
import { judgeHostKey, orderHostKeyAlgorithms } from '../../../../../src/core/net/ssh/host-trust.ts'

// One key of `ssh-keygen -t ed25519`, its fingerprint by `ssh-keygen -lf`, and the hash of `example.org` by `ssh-keygen -H`.
const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIO4dpNRqSrwP8GLhJISexzMxWTEjdOuMDaBfaxv+fP2u'
const key = `ssh-ed25519 ${blob}`
const sha256 = 'SHA256:Bl+0rqgYr7hX8zz8NSdJBgs9Ud+IkOqr3AkjKtuiNcQ'
const find = (text: string, host: string, port = 22) =>
  findRecordedKeys(parseKnownHosts(text), host, port, 'f')

describe('known_hosts', () => {
  it.each([
    ['a plain name', `home ${key}`, 'home', 22, 1],
    ['a name in other case', `Home ${key}`, 'HOME', 22, 1],
    ['one of several names', `a,home,10.0.0.1 ${key} comment here`, '10.0.0.1', 22, 1],
    ['a name with a port', `[home]:2222 ${key}`, 'home', 2222, 1],
    ['an IPv6 address with a port', `[2001:db8::1]:2222 ${key}`, '2001:db8::1', 2222, 1],
    ['not the same name on another port', `home ${key}`, 'home', 2222, 0],
    ['a pattern', `*.example.org ${key}`, 'mail.example.org', 22, 1],
    [
      'not what a pattern takes out',
      `*.example.org,!mail.example.org ${key}`,
      'mail.example.org',
      22,
      0,
    ],
    ['not a comment', `# home ${key}`, 'home', 22, 0],
    ['not a broken key', 'home ssh-ed25519 AAAA', 'home', 22, 0],
    ['not a key of another type than it says', `home ssh-rsa ${blob}`, 'home', 22, 0],
    ['not a certificate authority', `@cert-authority * ${key}`, 'home', 22, 0],
    ['not an unknown marker', `@future home ${key}`, 'home', 22, 0],
    ['a line with CRLF', `home ${key}\r`, 'home', 22, 1],
  ])('finds %s', (_, line, host, port, count) => {
    expect(find(`\n${line}\n`, host, port)).toHaveLength(count)
  })

  it('tells type and fingerprint as ssh-keygen does', () => {
    expect(find(`@revoked home ${key}`, 'home')).toEqual([
      { key: { type: 'ssh-ed25519', sha256 }, isRevoked: true, file: 'f' },
    ])
  })

  it('matches patterns as a regular expression of the same meaning does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?') })
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b', '.') }), (pattern, name) => {
        const source = pattern
          .replaceAll('.', String.raw`\.`)
          .replaceAll('*', '.*')
          .replaceAll('?', '.')
        expect(matchesPattern(pattern, name)).toBe(new RegExp(`^${source}$`).test(name))
      }),
    )
  })
})

describe('trust in a host key', () => {
  const ed = { type: 'ssh-ed25519', sha256: 'SHA256:ed' }
  const rsa = { type: 'ssh-rsa', sha256: 'SHA256:rsa' }
  const recorded = (...keys: (typeof ed)[]) =>
    keys.map(one => ({ key: one, isRevoked: false, file: 'f' }))
  const none = { own: undefined, known: [], knownWithoutPort: [] }

  it('is unknown where nothing is recorded', () => {
    expect(judgeHostKey(ed, none)).toEqual({ trust: 'unknown' })
  })
  it('is known by any of the recorded keys', () => {
    expect(judgeHostKey(ed, { ...none, known: recorded(rsa, ed) })).toEqual({
      trust: 'known',
      source: 'known-hosts',
      file: 'f',
    })
  })
  it('is changed when only a key of another type is recorded', () => {
    expect(judgeHostKey(ed, { ...none, known: recorded(rsa) })).toEqual({
      trust: 'changed',
      recorded: rsa,
      file: 'f',
    })
  })
  it('is changed against the key that was accepted here', () => {
    expect(judgeHostKey(ed, { ...none, own: rsa })).toEqual({
      trust: 'changed',
      recorded: rsa,
      file: undefined,
    })
  })
  it('is known by what was accepted here, whatever known_hosts says', () => {
    expect(judgeHostKey(ed, { ...none, own: ed, known: recorded(rsa) })).toEqual({
      trust: 'known',
      source: 'accepted',
    })
  })
  it('is known by the same key recorded without the port', () => {
    expect(judgeHostKey(ed, { ...none, knownWithoutPort: recorded(ed) })).toMatchObject({
      trust: 'known',
    })
    expect(judgeHostKey(ed, { ...none, knownWithoutPort: recorded(rsa) })).toEqual({
      trust: 'unknown',
    })
  })
  it('asks for the recorded types first', () => {
    const supported = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512', 'ssh-rsa']
    expect(orderHostKeyAlgorithms({ ...none, known: recorded(rsa) }, supported)).toEqual([
      'rsa-sha2-512',
      'ssh-rsa',
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
    ])
  })
})
