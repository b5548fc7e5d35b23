import { describe, expect, test } from 'vitest'
import { loadEnvCatalogue } from '../../../../../src/core/stack/env/catalogue.ts'
import { diffEnv } from '../../../../../src/core/stack/env/diff-env.ts'
import { drift } from '../../../../../src/core/stack/env/drift.ts'
import { editEnvBytes } from '../../../../../src/core/stack/env/edit-env.ts'
import { recreatePlan } from '../../../../../src/core/stack/env/recreate-plan.ts'
import { isOlder } from '../../../../../src/shared/mailu-version.ts'
import { validateEnv } from '../../../../../src/core/stack/env/validate-env.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { resourcesDir } from '../../../../support/env-catalogue.ts'

const catalogue = await loadEnvCatalogue(resourcesDir)
const bytes = (text: string): Uint8Array => Buffer.from(text)
const services = [
  'redis',
  'front',
  'resolver',
  'admin',
  'imap',
  'smtp',
  'antispam',
  'fetchmail',
  'webmail',
  'antivirus',
].map(name => ({ name, hasEnvFile: name !== 'redis' && name !== 'antivirus' }))
const planned = (...keys: string[]): string[] =>
  recreatePlan(keys, services, catalogue).recreate.map(({ service }) => service)

describe('what will be recreated', () => {
  test.each([
    [['RELAYHOST', 'RELAYUSER', 'RELAYPASSWORD'], ['smtp']],
    [['OUTBOUND_TLS_LEVEL'], ['smtp']],
    [['RELAYNETS'], ['smtp', 'antispam']],
    [['MESSAGE_SIZE_LIMIT'], ['front', 'smtp', 'webmail']],
    [['SUBNET'], ['front', 'resolver', 'admin', 'imap', 'smtp', 'antispam']],
    [['FETCHMAIL_DELAY'], ['fetchmail']],
    [['SITENAME'], ['admin', 'antispam']],
    [['COMPRESSION'], ['imap']],
    [['COMPOSE_PROJECT_NAME', 'ROOT'], []],
    [
      ['RELAYHOST', 'COMPRESSION'],
      ['imap', 'smtp'],
    ],
    [['DB_PW_FILE'], ['admin']],
  ])('N2d %j recreates %j', (keys, expected) => {
    expect(planned(...keys)).toEqual(expected)
  })

  test('N2d a key that nobody knows recreates every service with the env file, and never Redis', () => {
    const plan = recreatePlan(['MY_OWN', 'RELAYHOST'], services, catalogue)
    expect(plan.keepRunning).toEqual(['redis', 'antivirus'])
    expect(plan.recreate.map(one => [one.service, one.reason])).toEqual([
      ['front', 'unknown-key'],
      ['resolver', 'unknown-key'],
      ['admin', 'unknown-key'],
      ['imap', 'unknown-key'],
      ['smtp', 'reads-it'],
      ['antispam', 'unknown-key'],
      ['fetchmail', 'unknown-key'],
      ['webmail', 'unknown-key'],
    ])
    expect(plan.recreate.find(one => one.service === 'smtp')?.keys).toEqual(['MY_OWN', 'RELAYHOST'])
  })

  test('N2d no changed key recreates nothing', () => {
    expect(planned()).toEqual([])
  })
})

describe('what is in the file and not in force', () => {
  const file = new Map([
    ['RELAYHOST', '[new]:587'],
    ['RELAYPASSWORD', 'new'],
    ['DOMAIN', 'example.org'],
    ['MY_OWN', '1'],
  ])

  test('N2f a key counts only for the services that consume it, and no value is told', () => {
    const container = { RELAYHOST: '[old]:587', DOMAIN: 'example.org', MY_OWN: '1', PATH: '/bin' }
    const found = drift(
      file,
      [
        { service: 'smtp', container },
        { service: 'imap', container },
      ],
      catalogue,
    )
    expect(found).toEqual([
      { service: 'smtp', key: 'RELAYHOST', kind: 'differs', isSecret: false },
      { service: 'smtp', key: 'RELAYPASSWORD', kind: 'only-in-file', isSecret: true },
    ])
  })

  test('N2f a key that went from the file is seen, unless the image itself brings it', () => {
    const container = { ...Object.fromEntries(file), TZ: 'Europe/Berlin', LD_PRELOAD: '/x.so' }
    const image = { LD_PRELOAD: '/x.so' }
    expect(drift(file, [{ service: 'smtp', container, image }], catalogue)).toEqual([
      { service: 'smtp', key: 'TZ', kind: 'only-in-container', isSecret: false },
    ])
  })

  test('N2f what the compose file sets itself is never compared', () => {
    const container = { ...Object.fromEntries(file), DOMAIN: 'other.org' }
    const overridden = ['DOMAIN']
    expect(drift(file, [{ service: 'imap', container, overridden }], catalogue)).toEqual([])
  })

  test('N2f an unknown key that differs counts for everybody', () => {
    const container = { ...Object.fromEntries(file), MY_OWN: '2' }
    expect(drift(file, [{ service: 'imap', container }], catalogue)).toEqual([
      { service: 'imap', key: 'MY_OWN', kind: 'differs', isSecret: false },
    ])
  })
})

describe('the difference that is shown', () => {
  test('N2c lines carry their numbers and a little of what stands around', () => {
    const before = 'A=1\nB=2\nC=3\nD=4\nE=5\nF=6\n'
    const after = 'A=1\nB=2\nC=3\nD=four\nE=5\nF=6\nG=7\n'
    const shown = diffEnv(bytes(before), bytes(after), 'v2', catalogue, 1)
    expect(shown.map(({ kind, line, text }) => `${kind} ${line} ${text}`)).toEqual([
      'same 3 C=3',
      'removed 4 D=4',
      'added 4 D=four',
      'same 5 E=5',
      'same 6 F=6',
      'added 7 G=7',
    ])
  })

  test('N9a no secret is in it: quoted over lines, commented out, written as YAML or not understood', () => {
    const secret = 'hunter2'
    const before = [
      `RELAYPASSWORD=${secret}`,
      `export RELAYPASSWORD = "${secret}`,
      `${secret}" # ${secret}`,
      `# was: RELAYPASSWORD=${secret}`,
      `#RELAYUSER:RELAYPASSWORD=${secret}`,
      `RELAYPASSWORD: ${secret}`,
      `DB_PW='${secret}' x`,
      `MY_SECRET=${secret}`,
      'RELAYHOST=[a]:587',
      '',
    ].join('\n')
    for (const compose of ['v1', 'v2'] as const) {
      const shown = diffEnv(bytes(before), bytes('RELAYHOST=[b]:587\n'), compose, catalogue)
      expect(JSON.stringify(shown)).not.toContain(secret)
      expect(shown.filter(line => line.kind === 'removed').at(-1)?.text).toBe('RELAYHOST=[a]:587')
      expect(shown[0]?.text).toBe('RELAYPASSWORD=••••••')
    }
  })

  test('a changed secret is seen as changed although both look alike', () => {
    const shown = diffEnv(bytes('DB_PW=a\n'), bytes('DB_PW=b\n'), 'v2', catalogue)
    expect(shown.map(line => [line.kind, line.text])).toEqual([
      ['removed', 'DB_PW=••••••'],
      ['added', 'DB_PW=••••••'],
    ])
    expect(diffEnv(bytes('DB_PW=a\n'), bytes('DB_PW=a\n'), 'v2', catalogue)).toEqual([])
  })

  test('a line end that alone changed is a change; an empty file has no lines', () => {
    expect(diffEnv(bytes('A=1\n'), bytes('A=1\r\n'), 'v2', catalogue)).toHaveLength(2)
    expect(diffEnv(bytes(''), bytes('A=1'), 'v2', catalogue)).toEqual([
      { kind: 'added', line: 1, text: 'A=1' },
    ])
  })
})

describe('edits in one step', () => {
  test('N2a keys go, keys come, bytes that nobody edited stay', () => {
    const before = Buffer.concat([
      Buffer.from('# '),
      Buffer.of(0xff),
      Buffer.from('\r\nA=1\r\nB=2'),
    ])
    const after = editEnvBytes(
      before,
      {
        unset: ['A'],
        set: [
          { key: 'RELAYPASSWORD', value: new Secret('pa$$ w') },
          { key: 'B', value: '' },
        ],
      },
      { compose: 'v2' },
    )
    const expected = Buffer.concat([
      Buffer.from('# '),
      Buffer.of(0xff),
      Buffer.from("\r\nB=\r\nRELAYPASSWORD='pa$$ w'\r\n"),
    ])
    expect(Buffer.from(after).equals(expected)).toBe(true)
  })

  test('N9a a value that cannot be written is refused in words, without the value', () => {
    const edit = () =>
      editEnvBytes(
        bytes('A=1\n'),
        { set: [{ key: 'DB_PW', value: new Secret('hunter2${') }] },
        { compose: 'v1' },
      )
    expect(edit).toThrow(AppError)
    try {
      edit()
    } catch (error) {
      expect(error).toMatchObject({
        code: 'env-value-refused',
        params: { key: 'DB_PW', reason: expect.stringContaining('no way to write') as string },
      })
      expect(JSON.stringify(error)).not.toContain('hunter2')
    }
  })
})

describe('the judgement of a draft', () => {
  const judge = (before: string, draft: string, compose: 'v1' | 'v2', more = {}) =>
    validateEnv({ compose, before: bytes(before), draft: bytes(draft), ...more }, catalogue)
  const codes = (one: ReturnType<typeof judge>): string[] =>
    one.problems.map(({ severity, code, line }) => `${severity} ${code} ${line ?? ''}`)

  test.each([
    ['DOMAIN="example.org\n', 'v1'],
    ['DOMAIN="example.org\n', 'v2'],
    ['DOMAIN: example.org\n', 'v1'],
    ['SITENAME=${\n', 'v1'],
    ['SITENAME=${\n', 'v2'],
    ['SITENAME=${!x}\n', 'v1'],
    ['DOM%AIN=x\n', 'v2'],
  ] as const)('N2c a draft with %j is refused under %s, new or not', (line, compose) => {
    expect(judge('A=1\n', `A=1\n${line}`, compose).isAccepted).toBe(false)
    expect(judge(`A=1\n${line}`, `A=2\n${line}`, compose).isAccepted).toBe(false)
  })

  test('N2c a variable that is not set refuses a draft that brings it, and only such a one', () => {
    expect(judge('', 'SITENAME=a$word\n', 'v2').isAccepted).toBe(false)
    const later = judge('SITENAME=a$word\n', 'A\nRELAYHOST=[x]:587\nSITENAME=a$word\n', 'v2')
    expect([later.isAccepted, later.changedKeys]).toEqual([true, ['RELAYHOST']])
    expect(codes(later)).toEqual(['warning undefined-variable 3'])
  })

  test('N2b a wrong type refuses the key that changed, not those that were there', () => {
    const before = 'MESSAGE_SIZE_LIMIT=lots\n'
    expect(judge(before, `${before}RELAYHOST=[x]:587\n`, 'v2').isAccepted).toBe(true)
    const wrong = judge(before, `${before}\nDEFAULT_QUOTA=big\n`, 'v2')
    expect(codes(wrong)).toEqual(['error not-number-of 3'])
    expect(wrong.problems[0]?.params).toEqual({ key: 'DEFAULT_QUOTA', value: 'big', unit: 'bytes' })
  })

  test('N2b says what a setting needs and which ones nobody reads, and lets them pass', () => {
    const more = { services: ['admin', 'front'], version: '1.9' }
    const draft = 'WEBMAIL=roundcube\nANTIVIRUS=none\nPORTS=25\nVERSION=1\nHOST_IMAP=x\nMY_OWN=1\n'
    const found = judge('', draft, 'v2', more)
    expect(found.isAccepted).toBe(true)
    expect(codes(found)).toEqual([
      'warning key-replaced 5',
      'warning key-unknown 6',
      'warning version-too-old 3',
      'warning key-deprecated 4',
      'warning service-missing 1',
    ])
  })

  test('N2d only values count as changes: comments, order and quotes do not', () => {
    const one = judge('A=1\nB="x"\n', '# hello\nB=x\nexport A = 1\n', 'v2')
    expect([one.changedKeys, one.isAccepted]).toEqual([[], true])
    // A key that another one refers to changes both.
    expect(judge('A=1\nB=${A}\n', 'A=2\nB=${A}\n', 'v2').changedKeys).toEqual(['A', 'B'])
  })

  test('versions are ordered as Mailu counts', () => {
    const order = ['1.7', '1.9', '2.0', '2.0.1', '2024.06', '2024.06.57', 'master']
    for (const [i, version] of order.entries())
      expect(order.map(other => isOlder(version, other))).toEqual(order.map((_, j) => i < j))
  })
})
