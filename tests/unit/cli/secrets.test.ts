import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const key = (name: string, isSecret: boolean) => ({
  key: name,
  isSecret,
  isKnown: true,
  kind: 'text',
  consumers: [],
})
const bridge = () =>
  fakeBridge({
    'stack.envKeys': { value: [key('RELAYPASSWORD', true), key('RELAYUSER', false)] },
  })

describe('secrets never come out of argv', () => {
  test.each([['stack env set'], ['stack env set --preview'], ['stack env edit --file env']])(
    'N9a %s refuses the value of a secret key before anything is sent',
    async typed => {
      const asked = bridge()
      const words = [...typed.split(' '), 'RELAYUSER=me', 'RELAYPASSWORD=hunter2', '--json']
      const ran = await runPostern(words, asked, { files: { env: 'A=1\n' } })
      expect(ran.code).toBe(1)
      expect(JSON.parse(ran.stdout)).toMatchObject({
        error: { code: 'env-secret-in-argv', params: { key: 'RELAYPASSWORD' } },
      })
      expect(JSON.stringify([asked.calls, ran])).not.toContain('hunter2')
      expect(asked.calls.map(({ method }) => method)).toEqual(['stack.envKeys'])
    },
  )

  test('a secret key may be emptied or taken out', async () => {
    const asked = bridge()
    const words = ['stack', 'env', 'set', 'RELAYPASSWORD=', '--server', 's']
    expect(await runPostern(words, asked)).toMatchObject({ code: 0 })
  })

  test('a value from stdin keeps everything but its line end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'binary' }).filter(text => !/[\r\n]/.test(text)),
        async secret => {
          const asked = bridge()
          const words = ['stack', 'env', 'set', 'RELAYPASSWORD=-', '--server', 's']
          await runPostern(words, asked, { stdin: `${secret}\n` })
          expect(asked.calls.find(({ method }) => method === 'stack.envApply')?.input).toEqual({
            server: 's',
            edits: { set: [{ key: 'RELAYPASSWORD', value: secret }], unset: [] },
          })
        },
      ),
      { numRuns: 50 },
    )
  })

  test('a secret file that is not there is named', async () => {
    const words = ['relay', 'set', '--provider', 'generic', '--password-file', 'gone', '--json']
    const ran = await runPostern(words, bridge())
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'file-not-readable', params: { file: 'gone' } },
    })
  })

  test('no option takes a secret as its value', async () => {
    const words = ['servers', 'add', 'x', '--host', 'h', '--password', 'hunter2']
    expect(await runPostern(words, bridge())).toMatchObject({ code: 2 })
  })
})
