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

test('N2g 10,000 log lines a second leave the window fluent', async ({ browser, site }) => {
  const { page } = await openScreen(browser, site, screenNamed('server-log'))
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
