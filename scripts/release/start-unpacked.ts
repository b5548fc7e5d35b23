/** Starts the app that was just packaged for this machine: the window, hidden, and the command line. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../electron/runtime.ts'
import { unpackedExecutables } from './unpacked.ts'

const executable = unpackedExecutables(process.platform, process.arch)
  .map(path => join(projectRoot, 'release', path))
  .find(path => existsSync(path))
if (executable === undefined) throw new Error('Nothing was packaged for this machine.')

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string
}
const display = process.platform === 'linux' ? ['xvfb-run', '-a'] : []

function start(words: readonly string[]): string {
  const [program = '', ...rest] = [...display, executable ?? '', ...words]
  const from = performance.now()
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    encoding: 'utf8',
    timeout: 120_000,
  })
  console.error(
    `${words.join(' ')}: ${status ?? error?.message} in ${Math.round(performance.now() - from)} ms`,
  )
  if (status !== 0) throw new Error(stderr)
  return stdout
}

start(['--smoke'])
const said = start(['--cli', '--version']).trim()
// A program of Windows' graphical kind has no console to say it on.
if (process.platform !== 'win32' && said !== version) throw new Error(`It says ${said}`)
