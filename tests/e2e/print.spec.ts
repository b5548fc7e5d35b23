/** N5a: the page of a domain on paper: the records whole, and nothing of the window around them. */
import { expect, openScreen, test } from '../support/screen-page.ts'
import { screens } from '../support/screens.ts'

const dns = screens.find(({ name }) => name === 'dns')!

for (const theme of ['light', 'dark'] as const)
  test(`N5a the page of a domain prints whole, ${theme}`, async ({ browser, site }) => {
    const { page } = await openScreen(browser, site, dns, {
      theme,
      size: { width: 794, height: 1123 },
    })
    await page.emulateMedia({ media: 'print' })
    await page.screenshot({
      path: `test-results/screens/dns-print-${theme}.png`,
      fullPage: true,
    })
    await expect(page.getByRole('navigation')).toBeHidden()
    // Those that are left are the titles of the records.
    await expect(page.locator('button:not(.fold-button):visible')).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'example.org' })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Name' }).first()).toBeVisible()
    const rest = await page.evaluate<object>(`(() => {
      const cut = [...document.querySelectorAll('main, main *')].filter(one => {
        const { overflowX, overflowY } = getComputedStyle(one)
        return (one.scrollHeight > one.clientHeight + 1 && overflowY !== 'visible' && overflowY !== 'clip')
          || (one.scrollWidth > one.clientWidth + 1 && overflowX !== 'visible' && overflowX !== 'clip')
      })
      const { backgroundColor } = getComputedStyle(document.body)
      return { cut: cut.map(one => one.className), backgroundColor }
    })()`)
    expect(rest).toEqual({ cut: [], backgroundColor: 'rgb(255, 255, 255)' })
    const pages = await page.pdf({ format: 'A4' })
    expect(pages.length).toBeGreaterThan(10_000)
    await page.context().close()
  })
