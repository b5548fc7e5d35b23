/** Each screen and state in an ordinary Chromium: a picture, no violation of the policy, nothing serious for axe (N11b). */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, openScreen, overflows, screenNamed, sizes, test } from '../support/screen-page.ts'
import { screens } from '../support/screens.ts'

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
}

/** Taken unless told otherwise: nobody looks at those of a run that only checks. */
const wantsPictures = process.env['SCREENS_PICTURES'] !== 'none'
const take = async (page: Page, name: string): Promise<void> => {
  if (wantsPictures) await page.screenshot({ path: `test-results/screens/${name}.png` })
}

for (const screen of screens) {
  for (const theme of ['light', 'dark'] as const) {
    test(`N11b ${screen.name}, ${theme}: nothing serious for axe, nothing cut, no policy violation`, async ({
      browser,
      site,
    }) => {
      const { page, problems } = await openScreen(browser, site, screen, { theme })
      for (const size of sizes) {
        const name = `${size.width}x${size.height}`
        await page.setViewportSize(size)
        await take(page, `${screen.name}-${theme}-${name}`)
        expect.soft(await overflows(page), name).toEqual([])
        if (size === sizes[0]) expect.soft(await seriousFindings(page), 'axe').toEqual([])
      }
      await page.evaluate("document.documentElement.dataset.contrast = 'more'")
      await take(page, `${screen.name}-${theme}-more`)
      expect.soft(await seriousFindings(page), 'axe, more contrast, 200 %').toEqual([])
      expect.soft(problems, 'console').toEqual([])
      await page.context().close()
    })
  }
}

test('N2g of a flood of log lines only those in view are in the page', async ({
  browser,
  site,
}) => {
  const { page } = await openScreen(browser, site, screenNamed('server-log'))
  await page.evaluate(`(() => {
    for (let read = 500; read <= 50_000; read += 500) {
      const lines = Array.from({ length: 500 }, (_, index) => ({
        at: '2026-11-22T10:31:02.000000000Z', service: 'smtp',
        text: index + ' 4523728A8DC: relay=smtp.sendgrid.net:587, dsn=2.0.0, status=sent (250 Ok)',
      }))
      bridge.emit('stack.logged', { jobId: 'job-1', lines, leftOut: 0, read })
    }
  })()`)
  await expect(page.locator('.log-line')).not.toHaveCount(0)
  expect(await page.locator('.log-line').count()).toBeLessThan(60)
  await page.context().close()
})
