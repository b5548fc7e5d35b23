import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { type Host, openHost } from '../../../src/core/host.ts'
import type { Reply } from '../../../src/shared/bridge.ts'
import { Settings } from '../../../src/shared/contract/settings.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { testPlatform } from '../../support/test-platform.ts'

test('a second host hands its calls to the first, sees its events, and never writes beside it', async () => {
  const dataDir = await tempFolder()
  const owner = await openHost(testPlatform(dataDir))
  const guest = await openHost(testPlatform(dataDir))
  expect([owner.kind, guest.kind]).toEqual(['owner', 'guest'])
  const told = new Promise(resolve =>
    guest.bridge.onEvent((topic, payload) => resolve([topic, payload])),
  )
  await guest.bridge.call('settings.set', { theme: 'dark' })
  expect(await told).toMatchObject(['settings.changed', { theme: 'dark' }])
  expect(await owner.bridge.call('settings.get', undefined)).toMatchObject({
    ok: true,
    value: { theme: 'dark' },
  })
  await guest.close()
  await owner.close()
})

test('a guest is answered like the owner, also where a call takes nothing', async () => {
  const dataDir = await tempFolder()
  const owner = await openHost(testPlatform(dataDir))
  const guest = await openHost(testPlatform(dataDir))
  const methods = ['settings.get', 'servers.list', 'jobs.list', 'no.such']
  const answers = (host: Host): Promise<Reply[]> =>
    Promise.all(methods.map(method => host.bridge.call(method, undefined)))
  expect(await answers(guest)).toEqual(await answers(owner))
  expect(guest.kind).toBe('guest')
  await guest.close()
  await owner.close()
})

/** A host in a process of its own; says 'owner' or 'guest' once it is open. */
async function otherHost(dataDir: string, then: string): Promise<ChildProcess> {
  const here = (path: string): string =>
    JSON.stringify(new URL(`../../../${path}`, import.meta.url).href)
  const script = `const { openHost } = await import(${here('src/core/host.ts')})
    const { testPlatform } = await import(${here('tests/support/test-platform.ts')})
    const host = await openHost(testPlatform(${JSON.stringify(dataDir)}))
    console.log(host.kind)
    ${then}`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other.stdout, 'data')
  return other
}

test('a call that a killed owner had not taken up is made again by the one that follows it', async () => {
  const dataDir = await tempFolder()
  const other = await otherHost(dataDir, 'setInterval(() => undefined, 1e6)')
  const guest = await openHost(testPlatform(dataDir))
  expect(guest.kind).toBe('guest')
  other.kill('SIGSTOP')
  const answer = guest.bridge.call('settings.set', { theme: 'light' })
  other.kill('SIGKILL')
  expect(await answer).toMatchObject({ ok: true, value: { theme: 'light' } })
  expect(guest.kind).toBe('owner')
  await guest.close()
})

test('a guest outlives an owner that leaves: its calls and its listeners move on with it', async () => {
  const dataDir = await tempFolder()
  const other = await otherHost(
    dataDir,
    "process.stdin.once('data', () => host.close().then(() => process.exit()))",
  )
  const guest = await openHost(testPlatform(dataDir))
  const topics: string[] = []
  guest.bridge.onEvent(topic => void topics.push(topic))
  const ended = once(other, 'exit')
  other.stdin?.write('go')
  await ended
  expect(await guest.bridge.call('settings.set', { theme: 'dark' })).toMatchObject({ ok: true })
  expect([guest.kind, topics]).toEqual(['owner', ['settings.changed']])
  await guest.close()
})

test('settings survive a restart; what no longer fits falls back to its default', async () => {
  const dataDir = await tempFolder()
  const first = await openHost(testPlatform(dataDir))
  await first.bridge.call('settings.set', { theme: 'dark', firstRun: 'look' })
  await first.bridge.call('settings.set', { contrast: 'more' })
  await first.close()
  const second = await openHost(testPlatform(dataDir))
  expect(await second.bridge.call('settings.get', undefined)).toEqual({
    ok: true,
    value: Settings.parse({ theme: 'dark', contrast: 'more', firstRun: 'look' }),
  })
  await second.close()
})
