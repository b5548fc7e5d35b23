/** Times the first window: from the start of the process to the first text on the screen, of the app or of a bare window. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from '@playwright/test'

const projectRoot = resolve(import.meta.dirname, '..', '..')
type Which = 'postern' | 'bare'

const apps: Readonly<Record<Which, string>> = {
  postern: projectRoot,
  bare: join(projectRoot, 'scripts', 'bare-window'),
}

/**
 * Milliseconds until the first contentful paint. Run it through `with-electron` under a display, after a build; the data
 * folder is new where none is given, so a first start is measured; give one that was used for a warm start.
 */
export async function firstWindowMs(which: Which, dataDir?: string): Promise<number> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const executablePath = process.env['ELECTRON_EXEC_PATH']
  if (executablePath === undefined) throw new Error('run it through scripts/with-electron.ts')
  const began = Date.now()
  const app = await _electron.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--user-data-dir=${folder}`, apps[which]],
  })
  try {
    const page = await app.firstWindow()
    return (await page.evaluate(firstPaintAt)) - began
  } finally {
    await app.close()
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs in the page: the time of its first contentful paint, in milliseconds since the epoch. */
function firstPaintAt(): Promise<number> {
  return new Promise(resolve => {
    new PerformanceObserver((list, observer) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0]
      if (!paint) return
      observer.disconnect()
      resolve(performance.timeOrigin + paint.startTime)
    }).observe({ type: 'paint' as 'mark', buffered: true }) // Node's types do not know the page's kinds
  })
}

// Started by the bench in a session with a screen: prints the figure.
if (process.argv[1] === import.meta.filename) {
  console.log(await firstWindowMs(process.argv[2] === 'bare' ? 'bare' : 'postern'))
}
