/** Runs the product's own command line as a person would, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'

const entry = resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'index.ts')

export type Ran = {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** stdout as JSON, where it is. */
  readonly json: unknown
}

export type Postern = (words: readonly string[], options?: PosternOptions) => Promise<Ran>

export type PosternOptions = {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A command line that has begun and not necessarily ended. */
export type Running = {
  readonly child: ChildProcess
  readonly ended: Promise<Ran>
  /** Resolves when it has said this on stderr; rejects when it ends without. */
  readonly said: (text: string) => Promise<void>
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Begins one over `dataDir`; its ssh settings are those of `home`, not the person's own. */
export function startPostern(
  dataDir: string,
  words: readonly string[],
  options: PosternOptions = {},
  home = join(dataDir, 'home'),
): Running {
  const child = spawn(process.execPath, [entry, ...words, '--data', dataDir], {
    env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  const ended = new Promise<Ran>((done, fail) => {
    child.once('error', fail)
    child.once('close', code => {
      done({ code: code ?? -1, stdout, stderr, json: parsed(stdout) })
    })
  })
  child.stdin.end(options.stdin ?? '')
  const said = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => {
        if (stderr.includes(text)) done()
      }
      look()
      child.stderr.on('data', look)
      void ended.then(() => {
        look()
        fail(new Error(`it ended without saying “${text}”: ${stderr}`))
      }, fail)
    })
  return { child, ended, said }
}

/** A command line over `dataDir`, awaited to its end. */
export const posternIn =
  (dataDir: string, home?: string): Postern =>
  (words, options) =>
    startPostern(dataDir, words, options, home).ended
