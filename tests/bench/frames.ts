/** How smoothly a window paints: its frame intervals, and those of a bare window of the same Electron. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startApp } from './devtools.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** In the page: the frame intervals of the next `ms`, the worst of a hundred. */
export const frames = (ms: number): string => `new Promise(done => {
  const gaps = []
  const began = performance.now()
  let last = began
  const tick = now => {
    gaps.push(now - last)
    last = now
    if (now - began < ${ms}) return requestAnimationFrame(tick)
    gaps.sort((a, b) => a - b)
    done(gaps[Math.floor(gaps.length * 0.99)])
  }
  requestAnimationFrame(tick)
})`

/** The same of a bare window, in milliseconds. */
export async function bareFrames(seconds: number): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const app = await startApp(join(root, 'scripts', 'bare-window'), data)
  try {
    return await app.page.evaluate<number>(frames(seconds * 1000))
  } finally {
    await app.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
