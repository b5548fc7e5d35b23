/** The official download, by the `electron` package's own installer, with an end to waiting. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from './cache.ts'

/** A closed network often answers nothing at all: give up when not one byte has come for this long. */
const usualStallMs = 20_000
/** After a failure, with a fallback at hand, ask again a day later. */
const askAgainMs = 24 * 3600_000

const failureNote = (version: string) => join(cacheFolder(), `official-${version}-failed`)

/** Whether the download of this version failed within the last day. */
export function triedLately(version: string): boolean {
  const note = statSync(failureNote(version), { throwIfNoEntry: false })
  return note !== undefined && Date.now() - note.mtimeMs < askAgainMs
}

function sizeOf(folder: string): number {
  let bytes = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}

/** Runs the installer. Answers why it failed, in one line, or nothing. */
export async function downloadOfficial(
  packageFolder: string,
  version: string,
  stallMs = usualStallMs,
): Promise<string | undefined> {
  const temporary = mkdtempSync(join(tmpdir(), 'postern-electron-'))
  try {
    const problem = await runInstaller(packageFolder, temporary, stallMs)
    if (problem !== undefined) {
      mkdirSync(cacheFolder(), { recursive: true })
      writeFileSync(failureNote(version), problem)
    }
    return problem
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function runInstaller(
  packageFolder: string,
  temporary: string,
  stallMs: number,
): Promise<string | undefined> {
  return new Promise(settle => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      // The installer downloads into the temporary folder: its growth is the sign of life.
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    let stalled = false
    child.stderr.on('data', (part: Buffer) => (said += part.toString()))
    const folders = [temporary, join(packageFolder, 'dist')]
    let bytes = 0
    let changed = Date.now()
    const watch = setInterval(() => {
      const now = folders.reduce((sum, folder) => sum + safely(() => sizeOf(folder)), 0)
      if (now !== bytes) [bytes, changed] = [now, Date.now()]
      else if (Date.now() - changed > stallMs) stalled = child.kill()
    }, stallMs / 20)
    child.on('close', code => {
      clearInterval(watch)
      if (code === 0) settle(undefined)
      else settle(stalled ? `no byte came for ${stallMs / 1000} s` : reasonIn(said))
    })
  })
}

/** A folder that comes or goes while it is measured counts as empty. */
function safely(measure: () => number): number {
  try {
    return measure()
  } catch {
    return 0
  }
}

/** The first line of a stack, without the class's name. */
export function reasonIn(stack: string): string {
  const first = stack.split('\n').find(line => line.trim() !== '') ?? 'no reason given'
  return first.trim().replace(/^\w*Error: /, '')
}
