/** What the running app costs: the memory of all its processes, the way to its first text, and what it does while nobody does anything. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Figures } from '../../scripts/bench/run-bench.ts'
import { firstPaint, startApp } from './devtools.ts'

const root = resolve(import.meta.dirname, '..', '..')
/** What a start leaves behind (caches that are written, garbage that is collected) is over after this time. */
const settleMs = 8000

/** One start of the app in `folder`: its figures, named after `name`. */
async function measure(name: string, folder: string, idleSeconds: number): Promise<Figures> {
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const began = Date.now()
  const app = await startApp(folder, data)
  try {
    // The page that was there first may be the empty one before the app's own.
    const ask = () => app.page.evaluate<number>(firstPaint)
    const painted = await ask().catch(ask)
    await sleep(settleMs)
    const before = app.cpuSeconds()
    await sleep(idleSeconds * 1000)
    const idle = ((app.cpuSeconds() - before) / idleSeconds) * 100
    return {
      [`${name} memory`]: [app.memoryMiB(), 'MiB'],
      [`${name} paint`]: [painted - began, 'ms'],
      [`${name} idle`]: [idle, '%'],
    }
  } finally {
    await app.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

export const bench: Bench = {
  about:
    'The app with its window open, beside a bare window of the same Electron: memory (PSS of all processes), first text, processor time while idle.',
  unit: 'MiB',
  needsScreen: true,
  rounds: 3,
  ratios: {
    memory: ['postern memory', 'bare memory'],
    paint: ['postern paint', 'bare paint'],
  },
  prepare: async (_say, { isShort } = { isShort: false }) => {
    const idleSeconds = isShort ? 15 : 60
    return {
      contenders: {
        bare: () => measure('bare', join(root, 'scripts', 'bare-window'), idleSeconds),
        postern: () => measure('postern', root, idleSeconds),
      },
    }
  },
}
