/** Each screen and state in an ordinary Chromium: a picture, no violation of the policy, nothing serious for axe (N11b). */
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type Page, test as base, expect } from '@playwright/test'
import { startRendererSite, type RendererSite } from '../support/renderer-site.ts'
import { screens, type Screen } from '../support/screens.ts'

const test = base.extend<object, { site: RendererSite }>({
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
const sizes = [
  { width: 1200, height: 800 },
  { width: 900, height: 600 },
  { width: 600, height: 400 },
] as const
type Theme = 'light' | 'dark'

interface Opened {
  readonly page: Page
  readonly problems: readonly string[]
}

async function open(
  browser: Browser,
  site: RendererSite,
  screen: Screen,
  theme: Theme,
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: sizes[0],
    colorScheme: theme,
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
  await page.clock.setFixedTime(new Date('2026-11-22T09:32:00Z'))
  await page.addInitScript({
    content: `globalThis.scenario = ${JSON.stringify(screen.scenario)};${site.bridge}`,
  })
  await page.goto(`${site.url}${screen.path}`)
  await page.locator('h1').first().waitFor()
  await expect(page.locator('[role=status] .g.working')).toHaveCount(0)
  await screen.go?.(page)
  return { page, problems }
}

const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { tooWide(): string[] }).tooWide())

for (const screen of screens) {
  for (const theme of ['light', 'dark'] as const) {
    test(`N11b ${screen.name}, ${theme}: nothing serious for axe, no policy violation`, async ({
      browser,
      site,
    }) => {
      const { page, problems } = await open(browser, site, screen, theme)
      for (const size of sizes) {
        const name = `${size.width}x${size.height}`
        await page.setViewportSize(size)
        await page.screenshot({ path: `test-results/screens/${screen.name}-${theme}-${name}.png` })
        expect.soft(await overflows(page), name).toEqual([])
        if (name === '900x600') continue
        const { violations } = await new AxeBuilder({ page }).analyze()
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
        expect.soft(serious, `axe at ${name}`).toEqual([])
      }
      expect.soft(problems, 'console').toEqual([])
      await page.context().close()
    })
  }
}
