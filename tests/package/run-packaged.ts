/** Runs the packaged app in a session of its own, with a home of its own. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { testSession } from '../../scripts/electron/test-session.ts'

export interface PackagedRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Names in the folder where the app put its data. */
  readonly dataFiles: readonly string[]
}

/** `trace`: a command in front of all, for example strace. As root the app runs as an ordinary user, since Chromium does not start as root. */
export function runPackaged(
  program: string,
  words: readonly string[],
  { screen, trace = [] }: { readonly screen: boolean; readonly trace?: readonly string[] },
): Promise<PackagedRun> {
  const session = testSession({ screen })
  const [first = program, ...rest] = [...trace, ...session.prefix, program, ...words]
  const child = spawn(first, rest, {
    env: { PATH: process.env['PATH'], ...session.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (part: Buffer) => (out[name] += part.toString()))
  }
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', code => {
      const dataDir = join(session.environment['HOME'] ?? '', '.config', 'Postern')
      const dataFiles = existsSync(dataDir) ? readdirSync(dataDir) : []
      session.end()
      done({ ...out, code, dataFiles })
    })
  })
}
