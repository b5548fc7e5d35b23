/** The live log at 10,000 lines a second, over SSH, in the real window: frames, clicks, memory, and whether every line is accounted for. */
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Figures } from '../../scripts/bench/run-bench.ts'
import { type Page, startApp, type StartedApp } from './devtools.ts'
import { bareFrames, frames } from './frames.ts'
import { type LoggingHome, secretWord, startLoggingHome } from './log-view/home.ts'

const root = resolve(import.meta.dirname, '..', '..')
const linesPerSecond = 10_000
const warmUpSeconds = 5

/** In the page: how long clicks took until their effect was painted; those below 16 ms are not told. */
const watchClicks = `globalThis.clicks = []
new PerformanceObserver(list => {
  for (const { name, duration } of list.getEntries()) if (name === 'click') clicks.push(duration)
}).observe({ type: 'event', durationThreshold: 16 })`

const buttonAt = (name: string): string => `(() => {
  const found = [...document.querySelectorAll('button')].find(one =>
    (one.ariaLabel ?? one.textContent).trim() === ${JSON.stringify(name)})
  if (!found) return undefined
  const { x, y, width, height } = found.getBoundingClientRect()
  return { x: x + width / 2, y: y + height / 2 }
})()`

/** Waits for a button and clicks it as a mouse does. */
async function click(page: Page, name: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const at = await page.evaluate<{ x: number; y: number } | undefined>(buttonAt(name))
    if (at) {
      const press = { ...at, button: 'left', clickCount: 1 }
      await page.send('Input.dispatchMouseEvent', { ...press, type: 'mousePressed' })
      await page.send('Input.dispatchMouseEvent', { ...press, type: 'mouseReleased' })
      return
    }
    await sleep(50)
  }
  throw new Error(`no button ${name}: ${await page.evaluate<string>('document.body.innerText')}`)
}

interface Counted {
  readonly read: number
  readonly kept: number
  readonly gone: number
  readonly leftOut: number
}
const counted = (page: Page): Promise<Counted> =>
  page.evaluate(`(() => {
    const { read, kept, gone, leftOut } = document.querySelector('.log-count').dataset
    return { read: +read, kept: +kept, gone: +gone, leftOut: +leftOut }
  })()`)

/** Waits until no more lines come, and checks that none went without being counted. */
async function settleAll(page: Page, total: number): Promise<void> {
  for (let tries = 0; tries < 300 && (await counted(page)).read < total; tries += 1)
    await sleep(100)
  await sleep(300)
  const { read, kept, gone, leftOut } = await counted(page)
  if (read !== total || kept + gone + leftOut !== total)
    throw new Error(`${total} lines were logged; ${JSON.stringify({ read, kept, gone, leftOut })}`)
  const shown = await page.evaluate<string>("document.querySelector('.log').innerText")
  if (shown.includes(secretWord)) throw new Error('a secret is shown')
}

async function watchLog(
  { page, memoryMiB }: StartedApp,
  home: LoggingHome,
  seconds: number,
): Promise<Figures> {
  await page.evaluate("location.hash = '#/server'")
  await page.evaluate(watchClicks)
  await sleep(3000)
  const before = memoryMiB()
  let most = 0
  home.plan(seconds)
  await click(page, 'Live log')
  const gaps = page.evaluate<number>(frames(seconds * 1000))
  const end = Date.now() + seconds * 1000
  while (Date.now() < end - 1500) {
    await sleep(700)
    await click(page, 'Pause')
    await sleep(300)
    await click(page, 'Go on')
    most = Math.max(most, memoryMiB())
  }
  const worst = await gaps
  await settleAll(page, seconds * linesPerSecond)
  const clicks = await page.evaluate<number[]>('clicks')
  return {
    log: [worst, 'ms'],
    click: [Math.max(16, ...clicks), 'ms'],
    memory: [most - before, 'MiB'],
  }
}

export const bench: Bench = {
  about:
    'A service that logs 10,000 lines a second for a minute (10 s with --short), over SSH, in the live log: the longest of a hundred frame intervals beside that of a bare window of the same Electron, the slowest click, the memory that it takes. Fails when a line is not accounted for.',
  unit: 'ms',
  needsScreen: true,
  rounds: 1,
  ratios: { 'log/bare': ['log', 'bare'] },
  async prepare(_say, { isShort } = { isShort: false }) {
    const home = await startLoggingHome()
    const seconds = isShort ? 10 : 60
    let runs = 0
    const length = (): number => (runs++ < 2 ? warmUpSeconds : seconds)
    return {
      contenders: {
        bare: () => bareFrames(length()),
        async log() {
          const app = await startApp(root, home.dataDir, home.env)
          try {
            return await watchLog(app, home, length())
          } finally {
            await app.stop()
          }
        },
      },
      close: home.close,
    }
  },
}
