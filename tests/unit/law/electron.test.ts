import { expect, test } from 'vitest'
import { wantedFuses } from '../../../build/fuses.ts'
import { builderConfig } from '../../../build/electron-builder.ts'
import { appId } from '../../../src/main/app-id.ts'
import { pathsWith } from './project-files.ts'

const importOf = (name: string) =>
  new RegExp(`import\\s*(type\\s*)?\\{[^}]*\\b${name}\\b[^}]*\\}\\s*from 'electron'`)

test('pages come from app:// alone: no file is loaded, no deprecated protocol registered', () => {
  expect(
    pathsWith(/\.loadFile\(|\bregister(File|Http|String|Buffer|Stream)Protocol\b|file:\/\//),
  ).toEqual([])
  expect(pathsWith(/\.loadURL\(/)).toEqual(['src/main/window.ts'])
})

test('no safe default of Electron is switched off, no unsafe feature on', () => {
  const switches =
    /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webviewTag|<webview/
  expect(pathsWith(switches)).toEqual([])
})

test('the page never turns text into markup', () => {
  expect(pathsWith(/v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([])
})

test('no handler accepts certificates', () => {
  expect(
    pathsWith(/certificate-error|setCertificateVerifyProc|NODE_TLS_REJECT_UNAUTHORIZED/),
  ).toEqual([])
})

test('each dangerous door has one file that uses it', () => {
  const users = ['shell', 'ipcMain', 'protocol', 'ipcRenderer', 'contextBridge', 'safeStorage'].map(
    name => [name, pathsWith(importOf(name))],
  )
  expect(Object.fromEntries(users)).toEqual({
    shell: ['src/main/opener.ts'],
    ipcMain: ['src/main/ipc.ts'],
    protocol: ['src/main/app-protocol.ts'],
    ipcRenderer: ['src/preload/index.ts'],
    contextBridge: ['src/preload/index.ts'],
    safeStorage: ['src/main/secret-box.ts'],
  })
})

test('the fuses are the nine of the checklist, in their wanted state', () => {
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

test('the package is named once, holds only the build, and verifies its updates', () => {
  const config = builderConfig({
    dist: '/dist',
    version: '45.4.1',
    isTestBuild: false,
    appVersion: '0.1.0',
  })
  expect(config).toMatchObject({
    appId,
    asar: true,
    npmRebuild: false,
    files: ['out/**', '!out/licenses', 'package.json', '!**/*.map', '!**/node_modules/**'],
    extraMetadata: {},
    mac: {
      hardenedRuntime: true,
      extendInfo: { NSLocalNetworkUsageDescription: expect.stringContaining('SSH') },
    },
    win: { verifyUpdateCodeSignature: true },
  })
  expect(JSON.stringify(config.extraResources)).not.toContain('node_modules')
})

test('what is made with another Electron than the pinned one is a test build', () => {
  const config = builderConfig({
    dist: '/dist',
    version: '33.2.1',
    isTestBuild: true,
    appVersion: '0.1.0',
  })
  expect(config.extraMetadata).toEqual({ version: '0.1.0-test-build' })
})
