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

const overflows = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { tooWide(): string[] }).tooWide())

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
}

for (const screen of screens) {
  for (const theme of ['light', 'dark'] as const) {
    test(`N11b ${screen.name}, ${theme}: nothing serious for axe, nothing cut, no policy violation`, async ({
      browser,
      site,
    }) => {
      const { page, problems } = await open(browser, site, screen, theme)
      for (const size of sizes) {
        const name = `${size.width}x${size.height}`
        await page.setViewportSize(size)
        await page.screenshot({ path: `test-results/screens/${screen.name}-${theme}-${name}.png` })
        expect.soft(await overflows(page), name).toEqual([])
        if (size === sizes[0]) expect.soft(await seriousFindings(page), 'axe').toEqual([])
      }
      await page.evaluate("document.documentElement.dataset.contrast = 'more'")
      await page.screenshot({ path: `test-results/screens/${screen.name}-${theme}-more.png` })
      expect.soft(await seriousFindings(page), 'axe, more contrast, 200 %').toEqual([])
      expect.soft(problems, 'console').toEqual([])
      await page.context().close()
    })
  }
}

const screenNamed = (name: string): Screen => {
  const found = screens.find(screen => screen.name === name)
  if (!found) throw new Error(`no screen ${name}`)
  return found
}
/** Presses Tab until the control with that name has the focus; answers how often. */
async function tabTo(page: Page, name: string): Promise<number> {
  for (let presses = 1; presses <= 120; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(
      "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
    )
    if (focused === name) return presses
  }
  throw new Error(`Tab never reaches “${name}”`)
}

test('N11a by keyboard alone: first run from the first Tab to the connected server', async ({
  browser,
  site,
}) => {
  const { page } = await open(browser, site, { ...screenNamed('first-run') }, 'light')
  await tabTo(page, 'Show its fingerprint')
  await page.keyboard.press('Enter')
  await page.getByText('Is this your server?').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Here is what is there.').waitFor()
  await tabTo(page, 'Continue: can it send?')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().close()
})

test('N11a by keyboard alone: a setting is changed, Escape is Cancel, the focus comes back', async ({
  browser,
  site,
}) => {
  const { page } = await open(
    browser,
    site,
    { ...screenNamed('server-settings'), go: undefined },
    'light',
  )
  expect(await tabTo(page, 'Skip to the page')).toBe(1)
  await page.keyboard.press('Enter')
  await tabTo(page, 'Largest message')
  await page.keyboard.type('75 MB')
  await tabTo(page, 'Show what it would do')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show what it would do' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByText('The server accepts the new file').waitFor()
  await tabTo(page, 'Apply and restart mail')
  await page.keyboard.press('Enter')
  await page.getByText('Done in 17 s').waitFor()
  await page.context().close()
})

test('N2g 10,000 log lines a second leave the window fluent', async ({ browser, site }) => {
  const { page } = await open(browser, site, screenNamed('server-log'), 'light')
  const { frames, worstMs } = await page.evaluate<{ frames: number; worstMs: number }>(`
    new Promise(done => {
      const lines = Array.from({ length: 500 }, (_, index) => ({
        at: '2026-11-22T10:31:02.000000000Z', service: 'smtp',
        text: index + ' 4523728A8DC: relay=smtp.sendgrid.net:587, dsn=2.0.0, status=sent (250 Ok)',
      }))
      const feed = setInterval(() => bridge.emit('stack.logged', { jobId: 'job-1', lines, leftOut: 0, read: (read += lines.length) }), 50)
      const begun = performance.now()
      let read = 0
      const gaps = []
      let last = begun
      const tick = now => {
        gaps.push(now - last)
        last = now
        if (now - begun < 5000) return requestAnimationFrame(tick)
        clearInterval(feed)
        gaps.sort((a, b) => a - b)
        done({ frames: gaps.length, worstMs: gaps[Math.floor(gaps.length * 0.95)] })
      }
      requestAnimationFrame(tick)
    })
  `)
  expect(worstMs, `95 % of ${frames} frames`).toBeLessThan(50)
  await expect(page.locator('.log-line')).not.toHaveCount(0)
  expect(await page.locator('.log-line').count()).toBeLessThan(60)
  await page.context().close()
})
