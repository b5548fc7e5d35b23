/** N11c: states are told apart without colour: their shapes differ in a grey picture. */
import type { Locator, Page } from '@playwright/test'
import { expect, openScreen, screenNamed, test } from '../support/screen-page.ts'

/** The picture as 24 × 24 fields of black and white: what differs from the ground around it is black. */
async function shapeOf(reader: Page, picture: Buffer): Promise<boolean[]> {
  const url = `data:image/png;base64,${picture.toString('base64')}`
  return reader.evaluate(`(async () => {
    const image = new Image()
    image.src = ${JSON.stringify(url)}
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 24
    const paint = canvas.getContext('2d')
    paint.drawImage(image, 0, 0, 24, 24)
    const { data } = paint.getImageData(0, 0, 24, 24)
    const grey = Array.from({ length: 24 * 24 }, (_, at) =>
      0.299 * data[at * 4] + 0.587 * data[at * 4 + 1] + 0.114 * data[at * 4 + 2])
    return grey.map(one => Math.abs(one - grey[0]) > 40)
  })()`)
}

/** Share of the fields that are black in one of the two only. */
const distance = (one: readonly boolean[], other: readonly boolean[]): number =>
  one.filter((black, at) => black !== other[at]).length / one.length

async function shapesOf(page: Page, found: readonly Locator[]): Promise<boolean[][]> {
  const reader = await page.context().newPage()
  const shapes: boolean[][] = []
  for (const one of found) {
    await one.evaluate(element => {
      const { style } = element as unknown as { style: Record<string, string> }
      Object.assign(style, { width: '48px', height: '48px', filter: 'grayscale(1)' })
    })
    const box = (await one.boundingBox())!
    const clip = { x: box.x - 6, y: box.y - 6, width: box.width + 12, height: box.height + 12 }
    shapes.push(await shapeOf(reader, await page.screenshot({ clip })))
  }
  return shapes
}

function tooAlike(names: readonly string[], shapes: readonly (readonly boolean[])[]): string[] {
  return names.flatMap((name, at) =>
    names
      .slice(at + 1)
      .filter((_, next) => distance(shapes[at]!, shapes[at + 1 + next]!) < 0.03)
      .map(other => `${name} looks like ${other}`),
  )
}

for (const theme of ['light', 'dark'] as const) {
  test(`N11c every state has its own shape in grey, ${theme}`, async ({ browser, site }) => {
    const { page } = await openScreen(browser, site, screenNamed('overview-states'), { theme })
    const names = ['good', 'differs', 'bad', 'missing', 'unknown', 'idle', 'unwatched']
    const found = names.map(name => page.locator(`main .g.${name}`).first())
    expect(tooAlike(names, await shapesOf(page, found))).toEqual([])
    await page.context().close()
  })
}
