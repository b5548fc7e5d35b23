/** The app on a desktop of the tests' own: a private session bus with a notification daemon and a panel, real protocols. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { startSshServer } from '../fakes/ssh-server.ts'
import { type TrayItem } from '../fakes/tray-host.ts'
import { fingerprint, makeKey } from '../support/sshd.ts'
import { call, test } from './desktop.ts'
import { appCommand, expect, type StartApp } from './launch.ts'
import { processTree, stillAlive } from './processes.ts'

test.skip(process.platform !== 'linux', 'the session bus is Linux’s')

const labels = ({ menu }: TrayItem) => menu.map(one => (one.isSeparator ? '──' : one.label))
const lineOf = (item: TrayItem, label: string) => {
  const found = item.menu.find(one => one.label === label)
  if (!found) throw new Error(`no line “${label}” in ${labels(item).join(' | ')}`)
  return found
}

const visibleWindows = (app: ElectronApplication) =>
  app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter(w => w.isVisible()).length,
  )
/** As a click on the frame's button: not `destroy`. */
const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const pictures = join(import.meta.dirname, '..', '..', 'resources', 'icons', 'tray', 'png')
/** How much ink each pixel of a tray picture has. */
const alphaOf = (app: ElectronApplication, file: string) =>
  app.evaluate(
    ({ nativeImage }, path) => {
      const bytes = nativeImage.createFromPath(path).toBitmap()
      return Array.from({ length: bytes.length / 4 }, (_, at) => bytes[4 * at + 3])
    },
    join(pictures, file),
  )

/** Starts the app again, as a launcher does; answers its exit code. */
function secondStart(dataDir: string, env: Record<string, string>, args: readonly string[] = []) {
  const { executable, words } = appCommand(dataDir, args)
  const child = spawn(executable, words, { env: { ...process.env, ...env }, stdio: 'ignore' })
  return new Promise<number | null>(resolve => child.once('close', resolve))
}

/** A window with a server that Postern knows: without one nothing would go on in the background. */
async function appWithServer(startApp: StartApp, env: Record<string, string>) {
  const keys = mkdtempSync(join(tmpdir(), 'postern-keys-'))
  const hostKey = makeKey(join(keys, 'host'))
  const server = await startSshServer({
    hostKeys: [hostKey],
    accepts: ({ method }) => method === 'password',
  })
  const { app, dataDir } = await startApp({ env })
  const page = await app.firstWindow()
  await page.waitForLoadState()
  const address = { host: '127.0.0.1', port: server.port }
  const acceptHostKey = fingerprint(`${hostKey}.pub`)
  const login = { user: 'maria', password: 'a password', acceptHostKey }
  await call(page, 'servers.add', { name: 'home', ...address, ...login })
  await expect
    .poll(async () => ((await call(page, 'servers.list')).value as unknown[]).length)
    .toBe(1)
  await server.stop()
  rmSync(keys, { recursive: true, force: true })
  return { app, dataDir, page }
}

test('N10e the tray shows its shape, its words and its menu; Quit ends every process within 5 s', async ({
  startApp,
  desktop,
}) => {
  const panel = await desktop.panel()
  const { app } = await startApp({ env: desktop.env })
  const item = await panel.waitFor(one => one.menu.length > 0 && one.tooltip !== '')
  expect(labels(item).slice(-2)).toEqual(['Open Postern', 'Quit'])
  expect(item.tooltip).toBe(item.menu[0]?.label)
  // Nobody watches in a new data folder: the hollow envelope, in its finest size.
  const [width, height, argb] = item.pixmaps[0] ?? [0, 0, new Uint8Array()]
  expect([width, height]).toEqual([44, 44])
  const drawn = Array.from({ length: width * height }, (_, at) => argb[4 * at])
  expect(drawn).toEqual(await alphaOf(app, 'not-watching-colour-22@2x.png'))
  expect(drawn).not.toEqual(await alphaOf(app, 'ok-colour-22@2x.png'))

  const processes = processTree(app.process().pid ?? 0)
  expect(processes.length).toBeGreaterThan(3)
  const began = Date.now()
  await panel.click(lineOf(item, 'Quit'))
  await expect.poll(() => stillAlive(processes), { timeout: 5000 }).toEqual([])
  expect(Date.now() - began).toBeLessThan(5000)
})

test('N10e a panel that comes later, or restarts, gets the tray icon too', async ({
  startApp,
  desktop,
}) => {
  const { app } = await startApp({ env: desktop.env })
  await app.firstWindow()
  const first = await desktop.panel()
  await first.waitFor(one => one.menu.length > 0)
  first.stop()
  const second = await desktop.panel()
  await second.waitFor(one => one.menu.length > 0)
  expect(second.registered).toHaveLength(1)
})

test('N10e without a tray host closing asks once, keeps running, and a second start shows the window', async ({
  startApp,
  desktop,
}) => {
  const { app, dataDir, page } = await appWithServer(startApp, desktop.env)
  await closeWindow(app)
  const question = page.getByRole('alertdialog', { name: 'Keep Postern running?' })
  await expect(question).toContainText('This desktop has no tray')
  await expect(question.getByRole('button', { name: 'Keep running' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  expect(await visibleWindows(app)).toBe(1)

  await closeWindow(app)
  await question.getByRole('button', { name: 'Keep running' }).click()
  await expect.poll(() => visibleWindows(app)).toBe(0)
  expect(await secondStart(dataDir, desktop.env)).toBe(0)
  await expect.poll(() => visibleWindows(app)).toBe(1)

  await closeWindow(app)
  await expect.poll(() => visibleWindows(app)).toBe(0)
  expect(await secondStart(dataDir, desktop.env, ['--open', 'settings'])).toBe(0)
  await expect.poll(() => visibleWindows(app)).toBe(1)
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await expect(question).toHaveCount(0)
})

test('N10e with a tray the question says where to find it, and a click on the icon shows the window', async ({
  startApp,
  desktop,
}) => {
  const panel = await desktop.panel()
  const { app, page } = await appWithServer(startApp, desktop.env)
  await panel.waitFor(one => one.menu.length > 0)
  await closeWindow(app)
  const question = page.getByRole('alertdialog', { name: 'Keep Postern running?' })
  await expect(question).toContainText('You find it in the tray')
  await question.getByRole('button', { name: 'Keep running' }).click()
  await expect.poll(() => visibleWindows(app)).toBe(0)
  await panel.activate()
  await expect.poll(() => visibleWindows(app)).toBe(1)
})

test('N10d Quit in the question ends every process', async ({ startApp, desktop }) => {
  const { app, page } = await appWithServer(startApp, desktop.env)
  const processes = processTree(app.process().pid ?? 0)
  await closeWindow(app)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Quit' }).click()
  await expect.poll(() => stillAlive(processes), { timeout: 5000 }).toEqual([])
})

test('N10d a start with the login opens no window; a second start does', async ({
  startApp,
  desktop,
}) => {
  const panel = await desktop.panel()
  const { app, dataDir } = await startApp({ env: desktop.env, args: ['--hidden'] })
  const item = await panel.waitFor(one => one.menu.length > 0)
  expect(app.windows()).toHaveLength(0)
  await panel.click(lineOf(item, 'Open Postern'))
  await expect.poll(() => visibleWindows(app)).toBe(1)
  expect(await secondStart(dataDir, desktop.env)).toBe(0)
  expect(app.windows()).toHaveLength(1)
})

test('N10d starting with the login is a file of the desktop that comes and goes with the setting', async ({
  startApp,
  desktop,
}) => {
  const { app } = await startApp({ env: desktop.env })
  const page = await app.firstWindow()
  const file = join(desktop.configFolder, 'autostart', 'postern.desktop')
  await call(page, 'settings.set', { startAtLogin: true })
  await expect.poll(() => existsSync(file)).toBe(true)
  expect(readFileSync(file, 'utf8')).toMatch(/^Exec=".*electron" ".*" "--hidden"$/m)
  await call(page, 'settings.set', { startAtLogin: false })
  await expect.poll(() => existsSync(file)).toBe(false)
})

test('N6e a note comes over the session bus with its words; a click on it opens its page', async ({
  startApp,
  desktop,
}) => {
  const notes = await desktop.notes()
  writeFileSync(desktop.configFolder, 'a file where the folder would be')
  const { app } = await startApp({ env: desktop.env })
  const page = await app.firstWindow()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await call(page, 'settings.set', { startAtLogin: true })
  const note = await notes.waitFor(one => one.title === 'Postern cannot start when you log in')
  expect(note).toMatchObject({
    app: 'Postern',
    body: expect.stringContaining('ENOTDIR'),
    actions: ['default', ''],
    icon: expect.stringMatching(/^file:.*icon\.svg$/),
  })
  notes.press(note.id, 'default')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

test('N11c the five shapes differ in grey, at the size of a panel', async ({
  startApp,
  desktop,
}) => {
  const { app } = await startApp({ env: desktop.env, args: ['--hidden'] })
  const shapes = ['ok', 'working', 'needs-you', 'down', 'not-watching']
  const files = shapes.map(shape => join(pictures, `${shape}-colour-22.png`))
  const greys = await app.evaluate(
    ({ nativeImage }, paths) =>
      paths.map(path => {
        const bytes = nativeImage.createFromPath(path).toBitmap()
        return Array.from({ length: bytes.length / 4 }, (_, at) => {
          const [blue = 0, green = 0, red = 0, alpha = 0] = bytes.subarray(4 * at, 4 * at + 4)
          // Premultiplied, on white.
          return 0.114 * blue + 0.587 * green + 0.299 * red + (255 - alpha)
        })
      }),
    files,
  )
  for (const [index, one] of greys.entries()) {
    expect(one.length).toBe(22 * 22)
    for (const other of greys.slice(index + 1)) {
      const differing = one.filter((grey, at) => Math.abs(grey - (other[at] ?? 0)) > 48).length
      expect(differing, 'pixels that differ clearly').toBeGreaterThan(12)
    }
  }
})
