/** Runs the product's own command line as a person would, with a data folder of its own. */
import { spawn } from 'node:child_process'
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

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A command line over `dataDir`; its ssh settings are those of `home`, not the person's own. */
export const posternIn =
  (dataDir: string, home = join(dataDir, 'home')): Postern =>
  (words, options = {}) =>
    new Promise((done, fail) => {
      const child = spawn(process.execPath, [entry, ...words, '--data', dataDir], {
        env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', ...options.env },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
      child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
      child.once('error', fail)
      child.once('close', code => {
        done({ code: code ?? -1, stdout, stderr, json: parsed(stdout) })
      })
      child.stdin.end(options.stdin ?? '')
    })
