import { expect, test } from 'vitest'
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
