/** The packages of all three systems, as configuration: what is built elsewhere is judged here. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builderConfig } from '../../../build/electron-builder.ts'
import { wantedFuses } from '../../../build/fuses.ts'
import { appId } from '../../../src/main/app-id.ts'
import { projectRoot } from './project-files.ts'

const release = { version: '45.4.1', isTestBuild: false, appVersion: '0.1.0' }
const config = builderConfig(release)
const signed = builderConfig({ ...release, isSigned: true })
const both = ['x64', 'arm64']
const targetsOf = (platform: 'linux' | 'mac' | 'win'): unknown => config[platform]?.target

test('N9b the fuses are the nine of the checklist, in their wanted state', () => {
  // The numbers are the wire's own positions (FuseV1Options of @electron/fuses).
  expect(wantedFuses).toEqual({
    0: false,
    1: true,
    2: false,
    3: false,
    4: true,
    5: true,
    6: false,
    7: false,
    8: true,
  })
})

test('N10a each system has its packages, for both architectures', () => {
  const of = (...names: string[]) => names.map(target => ({ target, arch: both }))
  expect([targetsOf('linux'), targetsOf('mac'), targetsOf('win')]).toEqual([
    of('AppImage', 'deb', 'rpm'),
    of('dmg'),
    of('nsis'),
  ])
  // One installer an architecture, not a third one that holds both.
  expect(config.nsis?.buildUniversalInstaller).toBe(false)
})

test('N9b the package is named once, holds only the build, and verifies its updates', () => {
  expect(config).toMatchObject({
    appId,
    asar: true,
    npmRebuild: false,
    publish: null,
    files: ['out/**', '!out/licenses', 'package.json', '!**/*.map', '!**/node_modules/**'],
    mac: {
      hardenedRuntime: true,
      extendInfo: { NSLocalNetworkUsageDescription: expect.stringContaining('SSH') },
    },
    win: { verifyUpdateCodeSignature: true },
    nsis: { perMachine: false, deleteAppDataOnUninstall: false },
  })
})

test('the release carries no module and no other version than its own', () => {
  expect(JSON.stringify(config)).not.toMatch(/libsql|test-build|"from":"node_modules/)
  expect(config.extraMetadata).toEqual({ homepage: 'https://postern.invalid' })
})

test('what is made with another Electron than the pinned one is a test build, and carries its SQLite', () => {
  const other = builderConfig({ ...release, dist: '/dist', version: '33.2.1', isTestBuild: true })
  expect(other.extraMetadata).toMatchObject({ version: '0.1.0-test-build' })
  expect(JSON.stringify(other.extraResources)).toContain('node_modules/libsql')
  expect(other.electronDist).toBe('/dist')
})

test('N9e what nobody vouches for says so in its name; what is signed does not', () => {
  expect([config.artifactName, signed.artifactName]).toEqual([
    'postern-${version}-${os}-${arch}-unsigned.${ext}',
    'postern-${version}-${os}-${arch}.${ext}',
  ])
})

test('N9e on macOS a signed build is notarised; an unsigned one looks for no certificate', () => {
  expect([signed.mac?.notarize, signed.mac?.identity]).toEqual([true, undefined])
  expect([config.mac?.notarize, config.mac?.identity]).toEqual([false, null])
})

test('on macOS the hardened runtime has the one exception that V8 needs, no more', () => {
  const text = readFileSync(join(projectRoot, 'build/mac/entitlements.plist'), 'utf8')
  expect(
    [...text.matchAll(/<key>([^<]+)<\/key>\s*<(\w+)\/>/g)].map(([, key, on]) => [key, on]),
  ).toEqual([['com.apple.security.cs.allow-jit', 'true']])
})

test('every file that the configuration names is there', () => {
  const text = JSON.stringify({ ...config, afterPack: undefined })
  const named = [...text.matchAll(/"(build\/[\w./-]+|resources|LICENSE)"/g)].map(found => found[1]!)
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter(path => !existsSync(join(projectRoot, path)))).toEqual([])
})

describe('the launchers', () => {
  const launchers = {
    linux: 'build/linux/postern',
    mac: 'build/mac/postern',
    win: 'build/win/postern.cmd',
  }

  test.each(Object.entries(launchers))(
    'N10a %s: the command line is the app itself',
    (platform, file) => {
      const text = readFileSync(join(projectRoot, file), 'utf8')
      expect(text).toContain('--cli')
      const resources = JSON.stringify(config[platform as 'linux' | 'mac' | 'win']?.extraResources)
      expect(resources).toContain(`"from":"${file}","to":"bin/`)
    },
  )

  test('N10a the ones for a shell may be run', () => {
    const files = [
      launchers.linux,
      launchers.mac,
      'build/linux/after-install.sh',
      'build/linux/after-remove.sh',
    ]
    expect(files.filter(file => (statSync(join(projectRoot, file)).mode & 0o111) === 0)).toEqual([])
  })
})

test('N10a the scripts of deb and rpm use no name that the packager would not fill', () => {
  for (const file of ['after-install.sh', 'after-remove.sh']) {
    const text = readFileSync(join(projectRoot, 'build/linux', file), 'utf8')
    const filled = [...text.matchAll(/\$\{(\w+)\}/g)].map(found => found[1]!)
    expect([...new Set(filled)].sort()).toEqual(['executable', 'sanitizedProductName'])
  }
})
