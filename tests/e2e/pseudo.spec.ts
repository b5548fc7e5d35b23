/** N11d: every visible text comes from the catalogue, and words that are 40 % longer still fit at 900 × 600. */
import type { Page } from '@playwright/test'
import { expect, openScreen, overflows, test as base } from '../support/screen-page.ts'
import { closing, opening } from '../support/pseudo-texts.ts'
import { startRendererSite, type RendererSite } from '../support/renderer-site.ts'
import { screens } from '../support/screens.ts'

const test = base.extend<object, { pseudoSite: RendererSite }>({
  pseudoSite: [
    async ({}, use) => {
      const site = await startRendererSite({ isPseudo: true })
      await use(site)
      await site.close()
    },
    { scope: 'worker' },
  ],
})

/** Screens that are there without a click: names of buttons are of no language here. */
const still = screens.filter(({ go }) => go === undefined)

/** Names of the field, as RFCs write them. */
const isTerm = (word: string): boolean => /^[A-Z][A-Z-]+$/.test(word)

/** What `Intl` says in the language of the system, and units of data. */
const fromIntl =
  /^(\d|[.,:;()·/×–%+\s\u2009\u00a0-]|Mon|Tue|Wed|Thu|Fri|Sat|Sun|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|seconds?|minutes?|hours?|days?|ago|now|yesterday|and|at|[kMGT]?B)*$/

/** Texts that are read or seen, without what stands in brackets and without what the recorded world said. */
async function notFromCatalogue(page: Page): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`(() => {
    const seen = []
    // What a peer said, and the code of a failure, are of no language.
    const isOurs = { acceptNode: ({ parentElement }) =>
      parentElement.closest('.raw') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, isOurs)
    let text = ''
    while (walker.nextNode()) text += walker.currentNode.data + '\\u0000'
    seen.push(text)
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
        if (one.hasAttribute(name)) seen.push(one.getAttribute(name))
    return seen
  })()`)
  const answered = await page.evaluate<string>(
    'JSON.stringify(bridge.answered ?? []) + JSON.stringify(bridge.calls)',
  )
  const said = answered.replaceAll('\\"', '"')
  return texts.flatMap(text => {
    let rest = text
    // From the inside out: a text may stand in another one.
    for (let before = ''; before !== rest;) {
      before = rest
      rest = rest.replace(
        new RegExp(`${opening}[^${opening}${closing}]*${closing}`, 'gs'),
        '\u0000',
      )
    }
    return rest
      .split('\u0000')
      .map(part => part.trim())
      .filter(part => !fromIntl.test(part))
      .filter(
        part =>
          !part
            .split(/[\s,·:@[\]]+/)
            .every(word => said.includes(word) || fromIntl.test(word) || isTerm(word)),
      )
  })
}

for (const screen of still) {
  test(`N11d ${screen.name}: no text of its own, nothing cut`, async ({ browser, pseudoSite }) => {
    const { page } = await openScreen(browser, pseudoSite, screen, {
      size: { width: 900, height: 600 },
    })
    await page.screenshot({ path: `test-results/screens/${screen.name}-pseudo.png` })
    expect.soft(await notFromCatalogue(page), 'not from the catalogue').toEqual([])
    expect.soft(await overflows(page), 'cut').toEqual([])
    await page.context().close()
  })
}
