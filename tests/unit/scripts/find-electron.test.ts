import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { downloadOfficial, reasonIn, triedLately } from '../../../scripts/electron/official.ts'
import { findElectron, runtimeEnvironment } from '../../../scripts/electron/runtime.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const folder = () => mkdtempSync(join(tmpdir(), 'postern-find-'))
const say = () => undefined

beforeEach(() => void vi.stubEnv('XDG_CACHE_HOME', folder()))
afterEach(() => void vi.unstubAllEnvs())

/** A package folder whose installer does `code`. */
function packageWith(code: string): string {
  const place = folder()
  writeFileSync(join(place, 'install.js'), code)
  return place
}

test('an installer that succeeds leaves no note of failure', async () => {
  expect(await downloadOfficial(packageWith('process.exit(0)'), '1.2.3')).toBeUndefined()
  expect(triedLately('1.2.3')).toBe(false)
})

test('a failed download says why and is remembered for a while', async () => {
  const place = packageWith('console.error(new TypeError("fetch failed").stack); process.exit(1)')
  expect(await downloadOfficial(place, '1.2.3')).toBe('fetch failed')
  expect([triedLately('1.2.3'), triedLately('9.9.9')]).toEqual([true, false])
})

test('a download without a byte is given up', async () => {
  const place = packageWith('setInterval(() => undefined, 1000)')
  expect(await downloadOfficial(place, '1.2.3', 400)).toBe('no byte came for 0.4 s')
})

test('a download that is slow but alive is not given up', async () => {
  const place = packageWith(`
    const { appendFileSync } = require('node:fs')
    const { join } = require('node:path')
    let parts = 0
    setInterval(() => {
      appendFileSync(join(require('node:os').tmpdir(), 'part'), 'x')
      if (++parts === 6) process.exit(0)
    }, 500)`)
  expect(await downloadOfficial(place, '1.2.3', 2000)).toBeUndefined()
})

test('the reason is the first line that says something', () => {
  expect([reasonIn('\nHTTPError: Response code 404\n  at x'), reasonIn('')]).toEqual([
    'Response code 404',
    'no reason given',
  ])
})

test.runIf(process.platform === 'linux')(
  'a folder that the environment names is used as it is',
  async () => {
    const dist = folder()
    writeFileSync(join(dist, 'electron'), '')
    writeFileSync(join(dist, 'version'), 'v45.4.1\n')
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', dist)
    const runtime = await findElectron({ say })
    expect(runtime).toEqual({
      dist,
      executable: join(dist, 'electron'),
      version: '45.4.1',
      kind: 'named',
    })
    expect(runtimeEnvironment(runtime)).toEqual({
      ELECTRON_OVERRIDE_DIST_PATH: dist,
      ELECTRON_EXEC_PATH: join(dist, 'electron'),
      ELECTRON_MAJOR_VER: '45',
    })
  },
)

test('a named folder without an Electron is said in words', async () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder())
  await expect(findElectron({ say })).rejects.toThrow('holds no Electron')
})

test('a Node that is too old says so in words', () => {
  const old = join(folder(), 'old.cjs')
  writeFileSync(old, "Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })")
  const run = spawnSync(
    process.execPath,
    ['-r', old, join(root, 'scripts', 'needs-node.mjs'), 'scripts/start.ts'],
    { cwd: root, encoding: 'utf8' },
  )
  expect([run.status, run.stderr]).toEqual([
    1,
    expect.stringContaining('needs Node 22.18 or newer here; this is 20.20.2'),
  ])
})

test.runIf(process.platform === 'linux')(
  'npm start without a display says what to do, before anything is fetched',
  () => {
    const cache = folder()
    mkdirSync(cache, { recursive: true })
    const run = spawnSync(
      process.execPath,
      [join(root, 'scripts', 'needs-node.mjs'), 'scripts/start.ts'],
      {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], XDG_CACHE_HOME: cache },
      },
    )
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining('xvfb-run -a npm start')])
  },
)
