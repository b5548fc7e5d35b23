/** An Electron app as a person starts it, driven from outside by the DevTools protocol. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const patienceMs = 30_000

export interface Page {
  evaluate<T>(expression: string): Promise<T>
  send(method: string, params?: object): Promise<unknown>
}

export interface StartedApp {
  readonly page: Page
  /** Proportional set size of all its processes, in MiB. */
  memoryMiB(): number
  /** Processor time of all its processes since their start, in seconds. */
  cpuSeconds(): number
  stop(): Promise<void>
}

interface Answer {
  readonly id?: number
  readonly result?: { readonly result?: { readonly value?: unknown }; exceptionDetails?: unknown }
  readonly error?: unknown
}

function openPage(url: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const waiting = new Map<number, (answer: Answer) => void>()
    let number = 0
    const send = (method: string, params: object = {}): Promise<Answer> =>
      new Promise(answer => {
        number += 1
        waiting.set(number, answer)
        socket.send(JSON.stringify({ id: number, method, params }))
      })
    socket.onerror = () => reject(new Error(`no page at ${url}`))
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer // as the protocol says
      if (answer.id === undefined) return
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
    }
    socket.onopen = () =>
      resolve({
        send,
        async evaluate<T>(expression: string) {
          const params = { expression, awaitPromise: true, returnByValue: true }
          const answer = await send('Runtime.evaluate', params)
          if (answer.error !== undefined || answer.result?.exceptionDetails !== undefined)
            throw new Error(`the page says ${JSON.stringify(answer)}`)
          return answer.result?.result?.value as T // what the expression is said to give
        },
      })
  })
}

async function firstPage(port: string): Promise<Page> {
  const end = Date.now() + patienceMs
  for (;;) {
    const list = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
      type: string
      url: string
      webSocketDebuggerUrl: string
    }[] // as the protocol says
    const found = list.find(({ type, url }) => type === 'page' && /^(app|file):/.test(url))
    const page = found && (await openPage(found.webSocketDebuggerUrl))
    // Asked again while the page is still on its way.
    if (await page?.evaluate("document.readyState === 'complete'").catch(() => false)) return page!
    if (Date.now() > end) throw new Error('no window came')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** A process and all below it. */
function family(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      continue // it has ended since
    }
  }
  const below = (one: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === one ? [child, ...below(child)] : []))
  return [pid, ...below(pid)]
}

function pssKiB(pid: number): number {
  try {
    return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // it has ended since
  }
}

/** Of Linux on every machine that Electron runs on (sysconf _SC_CLK_TCK). */
const ticksPerSecond = 100

function cpuTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12]) // utime and stime of proc(5)
  } catch {
    return 0 // it has ended since
  }
}

/** In a page: when its first text was painted, in milliseconds since the epoch. */
export const firstPaint = `new Promise(resolve => new PerformanceObserver((list, me) => {
  const paint = list.getEntriesByName('first-contentful-paint')[0]
  if (paint) { me.disconnect(); resolve(performance.timeOrigin + paint.startTime) }
}).observe({ type: 'paint', buffered: true }))`

/** Starts the app in `folder` with a data folder; `ELECTRON_EXEC_PATH` comes from the bench's own start. */
export async function startApp(
  folder: string,
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<StartedApp> {
  const executable = process.env['ELECTRON_EXEC_PATH']
  if (executable === undefined) throw new Error('run it by: npm run bench')
  const words = ['--remote-debugging-port=0', `--user-data-dir=${dataDir}`, folder]
  const child = spawn(executable, words, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()))
  const port = new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000)
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)
      if (found) resolve(found[1] ?? '')
    })
    child.once('close', code => reject(new Error(`Electron ended with ${code ?? 'a signal'}`)))
  })
  const stop = async (): Promise<void> => {
    child.kill()
    await gone
  }
  try {
    const page = await firstPage(await port)
    const memoryMiB = (): number =>
      family(child.pid ?? 0).reduce((sum, pid) => sum + pssKiB(pid), 0) / 1024
    const cpuSeconds = (): number =>
      family(child.pid ?? 0).reduce((sum, pid) => sum + cpuTicks(pid), 0) / ticksPerSecond
    return { page, memoryMiB, cpuSeconds, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
