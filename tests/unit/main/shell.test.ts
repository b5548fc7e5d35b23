import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import {
  app,
  calls,
  fakeSession,
  ipcHandlers,
  opened,
  paths,
  protocolHandlers,
  switches,
  windows,
} from '../../fakes/electron.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)
vi.mock('../../../src/main/renderer-files.ts', async real => ({
  ...(await real<typeof import('../../../src/main/renderer-files.ts')>()),
  readFileList: () =>
    new Map([['/index.html', { path: import.meta.filename, contentType: 'text/html' }]]),
}))
vi.mock('../../../src/core/host.ts', () => ({
  openHost: async () => ({
    kind: 'owner',
    bridge: {
      call: async (method: string, input: unknown) => ({ ok: true, value: { method, input } }),
      onEvent: () => undefined,
    },
    close: async () => undefined,
  }),
}))

const ownFrame = { origin: 'app://postern', parent: null }
const call = (senderFrame: unknown, method: unknown, input?: unknown) =>
  ipcHandlers.get('call')?.({ senderFrame }, method, input)

beforeAll(async () => {
  paths.userData = mkdtempSync(join(tmpdir(), 'postern-shell-'))
  await import('../../../src/main/index.ts')
  await vi.waitFor(() => expect(windows[0]?.loaded).toHaveLength(1))
})

test('sandbox and scheme are set before the app is ready', () => {
  const order = ['enableSandbox', 'registerSchemesAsPrivileged', 'whenReady'].map(name =>
    calls.indexOf(name),
  )
  expect(order).toEqual([...order].sort((one, other) => one - other))
  expect(order).not.toContain(-1)
})

test('the window has exactly the allowed options', () => {
  expect(windows[0]?.options).toEqual({
    width: 1200,
    height: 800,
    minWidth: 600,
    minHeight: 400,
    show: false,
    title: 'Postern',
    backgroundColor: '#faf9f7',
    ...(process.platform === 'darwin'
      ? { titleBarStyle: 'hiddenInset' }
      : { autoHideMenuBar: true }),
    webPreferences: {
      preload: expect.stringMatching(/preload.index\.cjs$/),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: true,
      spellcheck: false,
    },
  })
})

test('only the own page is loaded, and shown when it is ready', () => {
  expect(windows[0]?.loaded).toEqual(['app://postern/index.html'])
  expect(windows[0]?.shown).toBe(0)
  windows[0]?.emit('ready-to-show')
  expect(windows[0]?.shown).toBe(1)
})

test('the own page is answered', async () => {
  expect(await call(ownFrame, 'app.info', { a: 1 })).toEqual({
    ok: true,
    value: { method: 'app.info', input: { a: 1 } },
  })
})

test('a foreign origin, a sub-frame and a frame that is gone are refused', async () => {
  for (const frame of [
    { origin: 'https://evil.example', parent: null },
    { origin: 'app://postern', parent: {} },
    null,
  ]) {
    await expect(call(frame, 'app.info')).rejects.toThrow('refused')
  }
})

test('a method that is no name and an input that is too large are answered, not passed on', async () => {
  const circle: { self?: unknown } = {}
  circle.self = circle
  const answers = await Promise.all([
    call(ownFrame, 7),
    call(ownFrame, 'x'.repeat(1000)),
    call(ownFrame, 'app.info', 'x'.repeat(5_000_000)),
    call(ownFrame, 'app.info', circle),
  ])
  expect(answers.map(answer => (answer as { error: { code: string } }).error.code)).toEqual([
    'unknown-method',
    'unknown-method',
    'invalid-input',
    'invalid-input',
  ])
})

test('N9g Chromium itself asks no host for anything, not for a spelling dictionary either', () => {
  expect([switches.get('host-resolver-rules'), fakeSession.spellChecker]).toEqual([
    'MAP * ~NOTFOUND',
    false,
  ])
  expect(fakeSession.languages).toEqual(process.platform === 'darwin' ? ['en-US'] : [])
})

test('every permission and every device is denied', () => {
  const decisions: boolean[] = []
  fakeSession.permissionRequest({}, 'notifications', yes => decisions.push(yes))
  expect([decisions, fakeSession.permissionCheck(), fakeSession.devicePermission()]).toEqual([
    [false],
    false,
    false,
  ])
})

test('downloads are prevented', () => {
  const event = { preventDefault: vi.fn() }
  fakeSession.emit('will-download', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test('requests that leave the app are cancelled', () => {
  const cancelled = (url: string) => {
    let answer: boolean | undefined
    fakeSession.beforeRequest({ url }, ({ cancel }) => (answer = cancel))
    return answer
  }
  const urls = [
    'app://postern/a.js',
    'https://example.org/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'ws://x/',
  ]
  expect(urls.map(cancelled)).toEqual([false, true, true, true, true])
})

test('new windows are denied; only what the policy allows is opened outside', () => {
  const open = windows[0]?.webContents.openHandler
  opened.length = 0
  expect(open?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  expect(open?.({ url: 'https://mailu.io/' })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://mailu.io/'])
})

test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
  '%s leads nowhere but home',
  name => {
    const prevented = (url: string) => {
      const event = { url, preventDefault: vi.fn() }
      windows[0]?.webContents.emit(name, event)
      return event.preventDefault.mock.calls.length > 0
    }
    expect(prevented('app://postern/index.html')).toBe(false)
    expect(prevented('https://evil.example/')).toBe(true)
    expect(prevented('app://other/')).toBe(true)
  },
)

test('a webview cannot be attached', () => {
  const event = { preventDefault: vi.fn() }
  windows[0]?.webContents.emit('will-attach-webview', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test('files carry the policy, a fresh nonce and their type; what was not built is 404', async () => {
  const serve = protocolHandlers.get('app')
  const get = (path: string) => serve?.(new Request(`app://postern${path}`))
  const [one, other, missing] = await Promise.all([
    get('/index.html'),
    get('/index.html'),
    get('/../main/index.js'),
  ])
  const policies = [one, other].map(answer => answer?.headers.get('content-security-policy'))
  expect(policies[0]).toMatch(/'nonce-[\w+/]{22}=='/)
  expect(policies[0]).not.toBe(policies[1])
  expect(one?.headers.get('x-content-type-options')).toBe('nosniff')
  expect(missing?.status).toBe(404)
})

test('a window that dies is loaded again once, then replaced by a plain page', () => {
  const window = windows[0]
  const before = window?.loaded.length ?? 0
  window?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  window?.webContents.emit('render-process-gone', {}, { reason: 'oom' })
  expect(window?.loaded.slice(before)).toEqual([
    'app://postern/index.html',
    'app://postern/stopped',
  ])
})

test('the plain page has no script and leads to the log files', async () => {
  const page = await (
    await protocolHandlers.get('app')?.(new Request('app://postern/stopped'))
  )?.text()
  expect(page).not.toMatch(/<script|<style|style=/)
  expect(page).toContain('app://postern/stopped/logs')
  opened.length = 0
  windows[0]?.webContents.emit('will-navigate', {
    url: 'app://postern/stopped/logs',
    preventDefault: vi.fn(),
  })
  expect(opened).toEqual([join(paths.userData, 'logs')])
})

test('a second start brings the window to the front', () => {
  const shown = windows[0]?.shown ?? 0
  app.emit('second-instance', {}, ['postern'])
  expect(windows[0]?.shown).toBe(shown + 1)
})

test('N10d a second start at a place leads there; one that comes with the login shows nothing', async () => {
  const window = windows[0]
  const shown = window?.shown ?? 0
  app.emit('second-instance', {}, [], '/', { words: ['--hidden'] })
  expect(window?.shown).toBe(shown)
  app.emit('second-instance', {}, [], '/', { words: ['--open', 'incident/i1'] })
  expect(window?.shown).toBe(shown + 1)
  await vi.waitFor(() =>
    expect(window?.webContents.sent).toContainEqual([
      'event',
      'app.placeAsked',
      { page: 'incident', id: 'i1' },
    ]),
  )
})

test('N10d words that no Postern would hand over only bring the window to the front', () => {
  for (const data of [undefined, null, 7, { words: 'x' }, { words: [1] }]) {
    const shown = windows[0]?.shown ?? 0
    app.emit('second-instance', {}, [], '/', data)
    expect(windows[0]?.shown).toBe(shown + 1)
  }
})

test('N10d closing without a server ends the app', () => {
  const event = { preventDefault: vi.fn() }
  const quits = calls.filter(name => name === 'quit').length
  windows[0]?.emit('close', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
  expect(calls.filter(name => name === 'quit')).toHaveLength(quits + 1)
})
