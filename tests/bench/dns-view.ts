/** Fifty looks at a domain at a time, one wave after the other, while the window shows them: does it go on painting? */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Figures } from '../../scripts/bench/run-bench.ts'
import { type Page, startApp } from './devtools.ts'
import { bareFrames, frames } from './frames.ts'

const root = resolve(import.meta.dirname, '..', '..')
const atOnce = 50

/** In the page: waves of looks until `ms` are over, counted when they come back. */
const lookAgainAndAgain = (ms: number): string => `(async () => {
  globalThis.looks = 0
  bridge.onEvent(topic => { if (topic === 'dns.looked') globalThis.looks += 1 })
  const end = performance.now() + ${ms}
  for (let asked = 0; performance.now() < end; asked += ${atOnce}) {
    const wave = Array.from({ length: ${atOnce} }, () =>
      bridge.call('dns.check', { server: 'Demo', domain: 'example.test' }))
    await Promise.all(wave)
    while (globalThis.looks < asked + ${atOnce} && performance.now() < end)
      await new Promise(next => setTimeout(next, 20))
  }
  return globalThis.looks
})()`

async function until(page: Page, expression: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await page.evaluate<boolean>(expression)) return
    await sleep(100)
  }
  throw new Error(`it never came: ${expression}`)
}

async function watchLooks(seconds: number): Promise<Figures> {
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const app = await startApp(root, data)
  try {
    const { page } = app
    await page.evaluate("bridge.call('demo.add')")
    await until(page, "bridge.call('servers.list').then(({ value }) => value?.length === 1)")
    await page.evaluate("location.hash = '#/dns'")
    await until(page, "document.body.innerText.includes('example.test')")
    // The page's own first look and its painting are not what is measured.
    await sleep(3000)
    const looked = page.evaluate<number>(lookAgainAndAgain(seconds * 1000))
    const worst = await page.evaluate<number>(frames(seconds * 1000))
    const looks = await looked
    if (looks < atOnce) throw new Error(`only ${looks} looks came back`)
    return { looks: [worst, 'ms'], done: [looks / seconds, '/s'] }
  } finally {
    await app.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

export const bench: Bench = {
  about:
    'Fifty looks at the demo server’s domain at a time, wave after wave for 20 s (5 s with --short), in the window that shows them: the longest of a hundred frame intervals beside that of a bare window of the same Electron, and the looks that came back in a second.',
  unit: 'ms',
  needsScreen: true,
  rounds: 3,
  ratios: { 'looks/bare': ['looks', 'bare'] },
  prepare(_say, { isShort } = { isShort: false }) {
    const seconds = isShort ? 5 : 20
    return Promise.resolve({
      contenders: { bare: () => bareFrames(seconds), looks: () => watchLooks(seconds) },
    })
  },
}
