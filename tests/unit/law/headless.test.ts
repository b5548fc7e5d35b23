/** The core on a box without a desktop: no Electron in it, and a unit that keeps it watching. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../../src/cli/commands/index.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { pathsWith, projectRoot } from './project-files.ts'

const unit = readFileSync(join(projectRoot, 'docs/examples/postern-watch.service'), 'utf8')

test('N12c only the shell knows Electron: core, command line and shared do not', () => {
  const users = pathsWith(/from 'electron'|require\('electron'\)|import\('electron'\)/)
  expect(users.length).toBeGreaterThan(3)
  expect(users.filter(path => !/^src\/(main|preload)\//.test(path))).toEqual([])
})

/** systemd's own judgement; the program need not be installed here. */
async function verify(
  text: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const folder = await tempFolder()
  const file = join(folder, 'postern-watch.service')
  writeFileSync(file, text.replace('/usr/bin/postern', '/bin/true'))
  mkdirSync(join(folder, 'run'), { mode: 0o700 })
  const run = spawnSync('systemd-analyze', ['--user', '--man=no', 'verify', file], {
    encoding: 'utf8',
    env: { ...process.env, XDG_RUNTIME_DIR: join(folder, 'run') },
  })
  if (run.error) throw new Error('systemd-analyze is missing. Debian: apt-get install systemd')
  return { code: run.status, said: run.stderr.trim() }
}

test.runIf(process.platform === 'linux')(
  'N12c systemd takes the unit of the documentation without a word',
  async () => {
    expect(await verify(unit)).toEqual({ code: 0, said: '' })
    // The judgement is one: a slip is named.
    expect((await verify(unit.replace('MemoryHigh', 'MemoryHihg'))).said).toContain('MemoryHihg')
  },
)

test('N12c what the unit starts is a command that there is', () => {
  const [, words] = /^ExecStart=\/usr\/bin\/postern (.+)$/m.exec(unit) ?? []
  expect(commands.map(({ path }) => path)).toContain(words)
})
