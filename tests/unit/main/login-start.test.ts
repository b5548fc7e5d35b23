import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import {
  autostartPath,
  autostartText,
  execWord,
  setAutostart,
} from '../../../src/main/linux/autostart.ts'
import { type LoginFacts, loginPlan } from '../../../src/main/login-start.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)

const facts: LoginFacts = {
  platform: 'linux',
  isPackaged: true,
  execPath: '/opt/Postern/postern',
  appPath: '/src/postern',
  env: {},
}
const command = ['/opt/Postern/postern']
const newHome = () => mkdtempSync(join(tmpdir(), 'postern-login-'))

test('N10d Linux writes a file that starts the app hidden; switching it off takes the file away', () => {
  const where = { homeDir: newHome(), env: {}, command }
  const path = autostartPath(where)
  expect(path).toBe(join(where.homeDir, '.config', 'autostart', 'postern.desktop'))
  setAutostart(true, where, true)
  expect(readFileSync(path, 'utf8')).toContain('\nExec="/opt/Postern/postern" "--hidden"\n')
  expect(readdirSync(dirname(path))).toEqual(['postern.desktop'])
  setAutostart(false, where, true)
  setAutostart(false, where, true)
  expect(existsSync(path)).toBe(false)
})

test('XDG_CONFIG_HOME is followed where it is absolute', () => {
  const at = (config: string) =>
    autostartPath({ homeDir: '/home/a', env: { XDG_CONFIG_HOME: config } })
  expect(at('/conf')).toBe('/conf/autostart/postern.desktop')
  expect(at('conf')).toBe('/home/a/.config/autostart/postern.desktop')
})

test('what the desktop’s own settings switched off stays off until the person decides here again', () => {
  const where = { homeDir: newHome(), env: {}, command }
  const path = autostartPath(where)
  mkdirSync(dirname(path), { recursive: true })
  for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
    writeFileSync(path, `[Desktop Entry]\n${line}\n`)
    setAutostart(true, where, false)
    expect(readFileSync(path, 'utf8')).toContain(line)
    setAutostart(true, where, true)
    expect(readFileSync(path, 'utf8')).toBe(autostartText(command))
  }
})

test('an app that moved starts from its new place', () => {
  const where = { homeDir: newHome(), env: {}, command: ['/old/postern'] }
  setAutostart(true, where, true)
  setAutostart(true, { ...where, command }, false)
  expect(readFileSync(autostartPath(where), 'utf8')).toBe(autostartText(command))
})

/** What a launcher does with an Exec word, in the order of the specification; the rest is the shell's own quoting. */
const readBack = (word: string): string => {
  const unescaped = word
    .replaceAll(/\\(n|\\)/g, (_, what: string) => (what === 'n' ? '\n' : '\\'))
    .replaceAll('%%', '%')
  return spawnSync('/bin/sh', ['-c', `printf %s ${unescaped}x`], { encoding: 'utf8' }).stdout
}

test('any path survives the quoting of an Exec line', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', '"', '\\', '`', '$', '%', '\n', "'", 'ö'),
  })
  fc.assert(
    fc.property(text, word => {
      expect(execWord(word)).not.toContain('\n')
      expect(readBack(execWord(word))).toBe(`${word}x`)
    }),
    { numRuns: 60, examples: [['/opt/My $HOME/100%/postern`id`']] },
  )
})

test('N10d each system starts the app hidden in its own way', () => {
  expect(loginPlan(true, facts)).toEqual({ kind: 'file', command })
  expect(loginPlan(true, { ...facts, platform: 'win32' })).toEqual({
    kind: 'system',
    item: { openAtLogin: true, path: facts.execPath, args: ['--hidden'] },
  })
  expect(loginPlan(true, { ...facts, platform: 'darwin' })).toEqual({
    kind: 'system',
    item: { openAtLogin: true },
  })
  expect(loginPlan(false, { ...facts, platform: 'darwin' })).toEqual({
    kind: 'system',
    item: { openAtLogin: false },
  })
})

test('an AppImage is started by its own path, an unpackaged app with its folder', () => {
  const env = { APPIMAGE: '/home/a/Postern.AppImage' }
  expect(loginPlan(true, { ...facts, env })).toEqual({ kind: 'file', command: [env.APPIMAGE] })
  expect(loginPlan(true, { ...facts, env, isPackaged: false })).toEqual({
    kind: 'file',
    command: [facts.execPath, facts.appPath],
  })
})
