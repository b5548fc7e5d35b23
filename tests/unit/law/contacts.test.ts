import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pathsWith, projectRoot } from './project-files.ts'

const tells = (path: string) =>
  path === 'src/core/net/contacts.ts' ||
  /from '[./]+contacts\.ts'/.test(readFileSync(join(projectRoot, path), 'utf8'))

test('N9g what no TCP socket shows is told: datagrams and questions to a resolver', () => {
  // To read this computer's own list of resolvers is no question, and a codec opens no socket.
  const asks = /from 'node:dgram'|import \{(?! getServers \})[^}]*\} from 'node:dns(\/promises)?'/
  const silent = pathsWith(asks).filter(path => !tells(path))
  expect(silent).toEqual([])
})

test('N9g a worker, whose sockets the list would not see, tells of them or opens none', () => {
  const passesOn = pathsWith(/\bwatchContacts\(/)
  const silent = pathsWith(/^serveWorker\(/m).filter(path => !passesOn.includes(path))
  expect(silent).toEqual(['src/core/net/ssh/worker/unlock-key.ts'])
  const adapters = /from '(node:(net|tls|http|https|dgram|dns)|.*\/net\/)|\bfetch\(/
  expect(
    pathsWith(adapters).filter(path => /\/worker\//.test(path) && !passesOn.includes(path)),
  ).toEqual([])
})

test('N9g nothing reports to anybody: no telemetry, no crash upload, no update check', () => {
  const reporters =
    /crashReporter|electron-updater|autoUpdater|sentry|posthog|google-analytics|\bsendBeacon\b/i
  expect(pathsWith(reporters)).toEqual([])
})
