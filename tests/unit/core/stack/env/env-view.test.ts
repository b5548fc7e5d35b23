import { describe, expect, test } from 'vitest'
import { createApp } from '../../../../../src/core/app.ts'
import { loadEnvCatalogue } from '../../../../../src/core/stack/env/catalogue.ts'
import { envOffer } from '../../../../../src/core/stack/env/env-offer.ts'
import { envView } from '../../../../../src/core/stack/env/env-view.ts'
import { EnvView } from '../../../../../src/shared/model/stack.ts'
import { resourcesDir } from '../../../../support/env-catalogue.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'
import { testPlatform } from '../../../../support/test-platform.ts'

const catalogue = await loadEnvCatalogue(resourcesDir)
const view = (text: string, services?: readonly string[]) => {
  const file = { path: '/mailu/mailu.env', bytes: Buffer.from(text), compose: 'v2' as const }
  return envView(services ? { ...file, services } : file, catalogue)
}

describe('an env file as it is shown', () => {
  test('N2a each key once, where it wins, with the value that containers receive', () => {
    const shown = view('DOMAIN=old.org\nSITENAME="My $DOMAIN"\nDOMAIN=example.org\nHOME\nX=1\n')
    expect(
      shown.entries.map(({ key, value, line, isKnown }) => [key, value, line, isKnown]),
    ).toEqual([
      ['SITENAME', 'My old.org', 2, true],
      ['DOMAIN', 'example.org', 3, true],
      ['HOME', undefined, 4, false],
      ['X', '1', 5, false],
    ])
    expect(EnvView.parse(shown)).toEqual(shown)
  })

  test('N9a a secret is only said to be there, also one that another value takes over', () => {
    const shown = view('DB_PW=hunter2\nMY_TOKEN=hunter2\nRELAYPASSWORD=\nWHERE=db://u:${DB_PW}@h\n')
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(shown.entries.map(({ key, isSecret, hasValue }) => [key, isSecret, hasValue])).toEqual([
      ['DB_PW', true, true],
      ['MY_TOKEN', true, true],
      ['RELAYPASSWORD', true, false],
      ['WHERE', true, true],
    ])
  })

  test('N2b known settings that are absent are offered with their kind, retired ones are not', () => {
    const shown = view('DOMAIN=example.org\n', ['admin', 'smtp'])
    const offered = new Map(shown.offers?.map(offer => [offer.key, offer]))
    expect(offered.has('DOMAIN')).toBe(false)
    expect(offered.has('HOST_IMAP')).toBe(false)
    expect(offered.get('TLS_FLAVOR')).toEqual({
      key: 'TLS_FLAVOR',
      isSecret: false,
      kind: 'choice',
      choices: ['letsencrypt', 'cert', 'notls'],
      default: 'cert',
      consumers: ['admin', 'smtp'],
    })
    const kinds = [
      'WELCOME',
      'MESSAGE_SIZE_LIMIT',
      'FETCHMAIL_DELAY',
      'CREDENTIAL_ROUNDS',
      'MESSAGE_RATELIMIT',
      'RELAYNETS',
      'RELAYHOST',
    ]
    expect(kinds.map(key => offered.get(key)?.kind)).toEqual([
      'boolean',
      'bytes',
      'seconds',
      'number',
      'rate',
      'list',
      'text',
    ])
  })

  test('an unknown key is told by the look of its name', () => {
    expect(envOffer('MY_TOKEN', catalogue)).toMatchObject({
      isKnown: false,
      isSecret: true,
      kind: 'text',
    })
    expect(envOffer('COMPOSE_PROJECT_NAME', catalogue).consumers).toEqual([])
  })
})

describe('settings without a server', () => {
  test('the catalogue answers, and a file of this computer is edited, through the one door', async () => {
    const app = await createApp(testPlatform(await tempFolder()))
    const ask = async (method: string, input: unknown) => app.dispatch(method, input)
    const keys = await ask('stack.envKeys', { keys: ['RELAYPASSWORD', 'NOPE'] })
    expect(JSON.stringify(keys)).toContain('"RELAYPASSWORD"')
    const content = Buffer.from('A=1\r\n# ü').toString('base64')
    const edits = { set: [{ key: 'RELAYPASSWORD', value: 'a b' }], unset: ['A'] }
    const edited = JSON.stringify(await ask('stack.envEdit', { content, compose: 'v1', edits }))
    const expected = Buffer.from("# ü\r\nRELAYPASSWORD='a b'\r\n").toString('base64')
    expect(edited).toContain(expected)
    const refused = JSON.stringify(
      await ask('stack.envEdit', {
        content,
        compose: 'v1',
        edits: { set: [{ key: 'B', value: 'x${' }], unset: [] },
      }),
    )
    expect(refused).toContain('env-value-refused')
    await app.close()
  })
})
