/** The first window from cold: the app with a new data folder beside a bare window of the same Electron. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from '../../scripts/bench/run-bench.ts'
import { firstPaint } from './devtools.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const patienceMs = 30_000

/** Asks a page by the DevTools protocol; the app itself is started as it always is. */
function evaluate(url: string, expression: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const fail = () => reject(new Error('the page does not answer'))
    const timer = setTimeout(fail, patienceMs)
    socket.onerror = fail
    socket.onopen = () =>
      socket.send(
        JSON.stringify({
          id: 1,
          method: 'Runtime.evaluate',
          params: { expression, awaitPromise: true, returnByValue: true },
        }),
      )
    socket.onmessage = ({ data }) => {
      clearTimeout(timer)
      socket.close()
      const answer = JSON.parse(String(data)) as { result?: { result?: { value?: number } } }
      const value = answer.result?.result?.value
      if (typeof value === 'number') resolve(value)
      else reject(new Error(`the page says ${String(data)}`))
    }
  })
}

type Page = { readonly type: string; readonly url: string; readonly webSocketDebuggerUrl: string }

/** When the window's page was painted first; asked again while the page is still on its way. */
async function paintedAt(port: string): Promise<number> {
  const end = Date.now() + patienceMs
  for (;;) {
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as Page[]
    const page = pages.find(({ type, url }) => type === 'page' && /^(app|file):/.test(url))
    try {
      if (page) return await evaluate(page.webSocketDebuggerUrl, firstPaint)
    } catch (error) {
      if (Date.now() > end) throw error
    }
    if (Date.now() > end) throw new Error('no window came')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Milliseconds from the start of the process to the first text. */
async function firstWindowMs(app: string): Promise<number> {
  const executable = process.env['ELECTRON_EXEC_PATH']
  if (executable === undefined) throw new Error('run it by: npm run bench -- window')
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const began = Date.now()
  const child = spawn(executable, ['--remote-debugging-port=0', `--user-data-dir=${data}`, app], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<never>((_, reject) =>
    child.once('close', code => reject(new Error(`Electron ended with ${code ?? 'a signal'}`))),
  )
  const port = new Promise<string>(resolve => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)
      if (found) resolve(found[1] ?? '')
    })
  })
  const gone = new Promise(resolve => child.once('close', resolve))
  try {
    const painted = await Promise.race([port.then(paintedAt), ended])
    return painted - began
  } finally {
    child.kill()
    await gone
    ended.catch(() => undefined)
    rmSync(data, { recursive: true, force: true })
  }
}

export const bench: Bench = {
  about:
    'From the start of the process to the first text on the screen: the first-run window beside a bare window of the same Electron.',
  unit: 'ms',
  needsScreen: true,
  ratios: { 'postern/bare': ['postern', 'bare'] },
  prepare: async () => ({
    contenders: {
      bare: () => firstWindowMs(join(root, 'scripts', 'bare-window')),
      postern: () => firstWindowMs(root),
    },
  }),
}
