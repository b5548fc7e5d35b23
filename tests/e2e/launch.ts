/** Starts the built app on the real Electron, each time with a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page, test as base } from '@playwright/test'

export { expect } from '@playwright/test'

const projectRoot = resolve(import.meta.dirname, '..', '..')

export interface LaunchOptions {
  /** Words for the app. */
  readonly args?: readonly string[]
  /** The data folder of an earlier launch; default: a new one. */
  readonly dataDir?: string
  /** Variables besides those of the test run. */
  readonly env?: Readonly<Record<string, string>>
  /** Outer size of the window in CSS pixels; default: the app's own choice. */
  readonly size?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
}

export interface Launched {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  /** Errors and warnings that the page's console showed, and uncaught errors. */
  readonly problems: readonly string[]
  /** Everything that the main process printed. */
  readonly output: readonly string[]
  /** Ends the app; the data folder stays for a next launch of the same test. */
  close(): Promise<void>
}

export type Launch = (options?: LaunchOptions) => Promise<Launched>

export type StartApp = (options?: LaunchOptions) => Promise<StartedApp>

/** An app that may have no window. */
export interface StartedApp {
  readonly app: ElectronApplication
  readonly dataDir: string
}

export interface Fixtures {
  /** Starts an app without waiting for a window. */
  startApp: StartApp
  /** Starts apps that end with the test; their data folders go with them. */
  launch: Launch
  /** One app with a new data folder. */
  postern: Launched
  /** Saves a picture of the page under test-results; answers its path. */
  shot: (page: Page, name: string) => Promise<string>
}

function electronPath(): string {
  const found = process.env['ELECTRON_EXEC_PATH']
  if (found === undefined) throw new Error('run the window tests with: npm run e2e')
  return found
}

/** The words that start the app with a data folder: of a test, or of a second start of the same. */
export const appCommand = (dataDir: string, args: readonly string[] = []) => ({
  executable: electronPath(),
  words: [`--user-data-dir=${dataDir}`, projectRoot, ...args],
})

function begin(options: LaunchOptions, dataDir: string): Promise<ElectronApplication> {
  const { executable, words } = appCommand(dataDir, options.args)
  return _electron.launch({
    executablePath: executable,
    // Without it Playwright would switch the sandbox off, and we would test another app.
    chromiumSandbox: true,
    args: words,
    cwd: projectRoot,
    env: { ...definedOnly(process.env), ...options.env },
    ...(options.colorScheme && { colorScheme: options.colorScheme }),
  })
}

async function start(options: LaunchOptions, dataDir: string): Promise<Launched> {
  const app = await begin(options, dataDir)
  const output: string[] = []
  const child = app.process()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: Buffer) => output.push(part.toString()))
  }
  const page = await app.firstWindow()
  const problems: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(String(error)))
  await page.waitForLoadState()
  if (options.size) await resize(app, page, options.size)
  return { app, page, dataDir, problems, output, close: () => app.close() }
}

async function resize(
  app: ElectronApplication,
  page: Page,
  size: { width: number; height: number },
) {
  const window = await app.browserWindow(page)
  await window.evaluate(
    (one: { setContentSize(width: number, height: number): void }, { width, height }) =>
      one.setContentSize(width, height),
    size,
  )
  await page.waitForFunction(({ width, height }) => {
    const { innerWidth, innerHeight } = globalThis as unknown as {
      innerWidth: number
      innerHeight: number
    }
    return innerWidth === width && innerHeight === height
  }, size)
}

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(entry => entry[1] !== undefined),
  ) as Record<string, string>
}

export const test = base.extend<Fixtures>({
  launch: async ({}, use) => {
    const running: Launched[] = []
    const folders: string[] = []
    await use(async (options = {}) => {
      const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'postern-e2e-'))
      folders.push(dataDir)
      const launched = await start(options, dataDir)
      running.push(launched)
      return launched
    })
    await Promise.all(running.map(one => one.close()))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
  startApp: async ({}, use) => {
    const running: ElectronApplication[] = []
    const folders: string[] = []
    await use(async (options = {}) => {
      const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'postern-e2e-'))
      folders.push(dataDir)
      const app = await begin(options, dataDir)
      running.push(app)
      return { app, dataDir }
    })
    await Promise.all(running.map(one => one.close()))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
  postern: async ({ launch }, use) => use(await launch()),
  shot: async ({}, use, info) => {
    await use(async (page, name) => {
      const path = info.outputPath(`${name}.png`)
      await page.screenshot({ path })
      return path
    })
  },
})
