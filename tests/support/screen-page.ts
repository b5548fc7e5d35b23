/** Opens a screen in an ordinary Chromium, over its recorded world, at a fixed time. */
import { type Browser, type Page, test as base, expect } from '@playwright/test'
import { startRendererSite, type RendererSite } from './renderer-site.ts'
import { screens, type Screen } from './screens.ts'

export { expect } from '@playwright/test'

/** One site for all tests of a worker. */
export const test = base.extend<object, { site: RendererSite }>({
  site: [
    async ({}, use) => {
      const site = await startRendererSite()
      await use(site)
      await site.close()
    },
    { scope: 'worker' },
  ],
})

/** The last one is 1200×800 at 200 %. */
export const sizes = [
  { width: 1200, height: 800 },
  { width: 900, height: 600 },
  { width: 600, height: 400 },
] as const
export type Theme = 'light' | 'dark'

export interface Opened {
  readonly page: Page
  /** What the console complained about. */
  readonly problems: readonly string[]
}

export interface OpenOptions {
  readonly theme?: Theme
  readonly size?: { readonly width: number; readonly height: number }
  readonly forcedColors?: 'active' | 'none'
}

/** The screen, with everything settled; close its context when done. */
export async function openScreen(
  browser: Browser,
  site: RendererSite,
  screen: Screen,
  { theme = 'light', size = sizes[0], forcedColors = 'none' }: OpenOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    forcedColors,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', error => problems.push(String(error)))
  await page.clock.install({ time: new Date('2026-11-22T09:32:00Z') })
  await page.addInitScript({
    content: `globalThis.scenario = ${JSON.stringify(screen.scenario)};${site.bridge}`,
  })
  await page.goto(`${site.url}${screen.path}`)
  await page.locator('h1').first().waitFor()
  await expect(page.locator('[role=status] .g.working')).toHaveCount(0)
  await screen.go?.(page)
  return { page, problems }
}

export const screenNamed = (name: string): Screen => {
  const found = screens.find(screen => screen.name === name)
  if (!found) throw new Error(`no screen ${name}`)
  return found
}

/** Names of what is cut or wider than its place. */
export const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { tooWide(): string[] }).tooWide())
