import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { usualDataDir } from '../../../src/cli/data-dir.ts'
import { nodePlatform } from '../../../src/cli/node-platform.ts'
import { openerCommand } from '../../../src/cli/open-outside.ts'

describe('the data folder is the one that Electron calls userData', () => {
  const homeDir = '/home/me'
  test.each([
    ['linux', homeDir, {}, '/home/me/.config/Postern'],
    ['linux', homeDir, { XDG_CONFIG_HOME: '/x' }, '/x/Postern'],
    ['darwin', '/Users/me', {}, '/Users/me/Library/Application Support/Postern'],
    ['win32', 'C:\\Users\\me', {}, 'C:\\Users\\me\\AppData\\Roaming\\Postern'],
    ['win32', 'C:\\Users\\me', { APPDATA: 'D:\\R' }, 'D:\\R\\Postern'],
  ] as const)('on %s, home %s, %o', (os, home, env, expected) => {
    expect(usualDataDir({ os, homeDir: home, env })).toBe(expected)
  })

  test('its name is the product name', async () => {
    const packed: unknown = JSON.parse(
      await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
    )
    expect(packed).toMatchObject({ productName: 'Postern' })
  })
})

describe('the platform of plain Node', () => {
  test('N9a N12c keeps secrets under a key file, which is not made before one is sealed', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'postern-cli-')), 'data')
    const { host, secretBox } = nodePlatform({ version: '1', root: '/r', isBuilt: false, dataDir })
    expect({ host, kind: secretBox.kind }).toEqual({ host: 'cli', kind: 'key-file' })
    await expect(stat(dataDir)).rejects.toThrow()
    await secretBox.seal(Buffer.from('x'))
    expect((await stat(secretBox.detail)).mode & 0o777).toBe(0o600)
  })
})

test('workers are found among the sources and beside the bundle', () => {
  const entry = (isBuilt: boolean) =>
    nodePlatform({ version: '1', root: '/r', isBuilt, dataDir: '/d' }).workerEntry('unlock-key')
  expect(entry(true).pathname).toBe('/r/out/main/worker/unlock-key.js')
  expect(entry(false).pathname).toMatch(/src\/core\/.+\/unlock-key\.ts$/)
})

describe('a page is opened by the system', () => {
  test.each(['linux', 'darwin', 'win32'] as const)('as one argument on %s', os => {
    const url = 'https://example.org/?a=1&b="$(x)"'
    expect(openerCommand(os, url)[1].at(-1)).toBe(url)
  })
})
