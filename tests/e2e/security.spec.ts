import { readFileSync } from 'node:fs'
import { expect, test } from './launch.ts'

/** The page's own globals, as far as these tests touch them: the tests themselves run under Node. */
interface PageWorld {
  readonly bridge: { call(method: unknown, input?: unknown): Promise<{ ok?: unknown }> }
  readonly require?: unknown
  readonly process?: unknown
  readonly location: { origin: string; href: string }
  readonly Notification: { requestPermission(): Promise<string> }
  readonly navigator: { permissions: { query(what: { name: string }): Promise<{ state: string }> } }
  readonly document: {
    createElement(name: string): {
      textContent: string
      href: string
      target: string
      click(): void
    }
    body: { append(node: unknown): void }
  }
  marked?: boolean
}

test('the page runs under its own origin and sees the bridge, no Node and no Electron', async ({
  postern,
}) => {
  const seen = await postern.page.evaluate(() => {
    const world = globalThis as unknown as PageWorld
    return {
      origin: world.location.origin,
      bridge: Object.keys(world.bridge),
      require: typeof world.require,
      process: typeof world.process,
    }
  })
  expect(seen).toEqual({
    origin: 'app://postern',
    bridge: ['call', 'onEvent'],
    require: 'undefined',
    process: 'undefined',
  })
})

test('the page’s process sits in the operating system’s sandbox', async ({ postern }) => {
  test.skip(process.platform !== 'linux', 'read from /proc')
  const pid = await postern.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8')
  expect(status).toMatch(/^Seccomp:\s+2$/m)
  expect(status).toMatch(/^CapEff:\s+0+$/m)
})

test('the first page breaks none of its own rules', async ({ postern }) => {
  await postern.page.reload()
  await postern.page.waitForLoadState()
  expect(postern.problems).toEqual([])
})

test('eval and an injected script do not run', async ({ postern }) => {
  // Later, so that it does not run inside the debugger's own evaluation, which no policy binds.
  const evaluated = await postern.page.evaluate(
    () =>
      new Promise(resolve =>
        setTimeout(() => {
          try {
            resolve((0, eval)('1'))
          } catch (error) {
            resolve((error as Error).name)
          }
        }),
      ),
  )
  const injected = await postern.page.evaluate(
    () =>
      new Promise(resolve =>
        setTimeout(() => {
          const world = globalThis as unknown as PageWorld
          const script = world.document.createElement('script')
          try {
            script.textContent = 'globalThis.marked = true'
            world.document.body.append(script)
            resolve(world.marked === true ? 'ran' : 'blocked')
          } catch (error) {
            resolve((error as Error).name)
          }
        }),
      ),
  )
  expect([evaluated, injected]).toEqual([
    'EvalError',
    expect.stringMatching(/^(TypeError|blocked)$/),
  ])
})

test('addresses outside the list of built files are 404', async ({ postern }) => {
  const statuses = await postern.page.evaluate(async () => {
    const paths = [
      '/../../package.json',
      '/..%2fmain/index.js',
      '/nothing.js',
      '/assets/',
      '//etc/passwd',
    ]
    return Promise.all(paths.map(async path => (await fetch(`app://postern${path}`)).status))
  })
  expect(statuses).toEqual([404, 404, 404, 404, 404])
})

test('no request leaves the app', async ({ postern }) => {
  const outcomes = await postern.page.evaluate(async () => {
    const urls = ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd']
    const answers = await Promise.allSettled(urls.map(url => fetch(url)))
    return answers.map(answer => answer.status)
  })
  expect(outcomes).toEqual(['rejected', 'rejected', 'rejected'])
})

test('permissions are denied without a question', async ({ postern }) => {
  const answers = await postern.page.evaluate(async () => {
    const world = globalThis as unknown as PageWorld
    const asked = await world.Notification.requestPermission()
    const states = await Promise.all(
      ['geolocation', 'camera', 'clipboard-read'].map(
        async name => (await world.navigator.permissions.query({ name })).state,
      ),
    )
    return [asked, ...states]
  })
  expect(answers).toEqual(['denied', 'denied', 'denied', 'denied'])
})

test('a foreign link leaves the address unchanged and opens no window', async ({ postern }) => {
  await postern.page.evaluate(() => {
    const world = globalThis as unknown as PageWorld
    for (const target of ['', '_blank']) {
      const link = world.document.createElement('a')
      link.href = 'https://evil.example/'
      link.target = target
      world.document.body.append(link)
      link.click()
    }
  })
  // A round trip through the main process: whatever the clicks began has been decided by then.
  await postern.page.evaluate(() => (globalThis as unknown as PageWorld).bridge.call('app.info'))
  // What stands after the # is the app's own way among its screens.
  expect(postern.page.url()).toMatch(/^app:\/\/postern\/index\.html(#|$)/)
  expect(postern.app.windows()).toHaveLength(1)
})

test('every call is answered and none throws, whatever is sent', async ({ postern }) => {
  const counts = await postern.page.evaluate(async () => {
    const { bridge } = globalThis as unknown as PageWorld
    const methods = [
      'app.info',
      'servers.list',
      'stack.status',
      'relay.set',
      'jobs.get',
      'settings.set',
    ]
    const odd = [
      '',
      'x',
      '__proto__',
      'constructor',
      'app',
      'jobs.changed',
      'a'.repeat(10_000),
      7,
      null,
      {},
      [],
    ]
    const deep = Array.from({ length: 500 }).reduce<unknown>(inner => [inner], 1)
    const inputs = [
      undefined,
      null,
      true,
      0,
      -1,
      NaN,
      Infinity,
      '',
      '\0',
      '\ud800',
      'x'.repeat(100_000),
      [],
      [[]],
      {},
      deep,
      { id: '' },
      { id: 7 },
      { id: '__proto__' },
      { server: '../../etc' },
      { server: {} },
      new Date(),
      new Map(),
      new Uint8Array(1000),
      10n,
      { theme: 'pink' },
      { __proto__: { polluted: true } },
      { toJSON: 1 },
    ]
    let answered = 0
    let thrown = 0
    for (const method of [...methods, ...odd]) {
      for (const input of inputs) {
        try {
          const reply = await bridge.call(method, input)
          if (typeof reply.ok === 'boolean') answered++
        } catch {
          thrown++
        }
      }
    }
    return { asked: (methods.length + odd.length) * inputs.length, answered, thrown }
  })
  expect(counts).toEqual({ asked: counts.asked, answered: counts.asked, thrown: 0 })
})
