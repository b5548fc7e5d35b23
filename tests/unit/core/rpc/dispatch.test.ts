import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHost } from '../../../../src/core/host.ts'
import { contract } from '../../../../src/shared/contract/index.ts'
import { WireError } from '../../../../src/shared/errors.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { testPlatform } from '../../../support/test-platform.ts'

test('N9b whatever arrives, dispatch answers in shape and never throws', async () => {
  const host = await openHost(testPlatform(await tempFolder()))
  const names = Object.keys(contract).filter(
    name => name.startsWith('settings.') || name.startsWith('jobs.'),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom(...names), fc.anything()),
      fc.anything(),
      async (method, input) => {
        const reply = await host.bridge.call(method as string, input)
        expect(reply.ok || WireError.safeParse(reply.error).success).toBe(true)
      },
    ),
    { numRuns: 400 },
  )
  await host.close()
})

test('N9b an input that does not fit names the place and never repeats what was typed', async () => {
  const host = await openHost(testPlatform(await tempFolder()))
  const reply = await host.bridge.call('servers.add', {
    name: 'x',
    host: 'h',
    password: ['canary-1'],
  })
  expect(reply).toMatchObject({
    ok: false,
    error: { code: 'invalid-input', params: { where: 'password' } },
  })
  expect(JSON.stringify(reply)).not.toContain('canary-1')
  await host.close()
})

test.each(['__proto__', 'constructor', 'jobs.changed', ''])('%j is no method', async method => {
  const host = await openHost(testPlatform(await tempFolder()))
  expect(await host.bridge.call(method, {})).toMatchObject({
    ok: false,
    error: { code: 'unknown-method' },
  })
  await host.close()
})
