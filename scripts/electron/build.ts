/** Builds the app when it is older than its sources. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, ScriptError } from './runtime.ts'

const built = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']
const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'build/renderer-files.ts',
  'build/third-party.ts',
  'package-lock.json',
]

function changedAt(path: string): number {
  return statSync(join(projectRoot, path), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newestIn(path: string): number {
  const stat = statSync(join(projectRoot, path), { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
  const names = readdirSync(join(projectRoot, path), { recursive: true, encoding: 'utf8' })
  return Math.max(stat.mtimeMs, ...names.map(name => changedAt(join(path, name))))
}

/** Whether `out/` misses a part or is older than what it is made of. */
export function buildIsStale(): boolean {
  return Math.min(...built.map(changedAt)) < Math.max(...sources.map(newestIn))
}

/** Runs electron-vite when needed. Throws ScriptError after a failed build, whose words are on the terminal. */
export function buildWhenStale(say: (line: string) => void): void {
  if (!buildIsStale()) return
  say('Building …')
  const vite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) throw new ScriptError('The build failed; the reason stands above.')
}
