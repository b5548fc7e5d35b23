/** What the packaged app really does on the network, as the kernel sees it. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'
import { runPackaged } from './run-packaged.ts'

const folder = resolve(import.meta.dirname, '..', '..', 'release', 'linux-unpacked')
const executable = join(folder, 'postern')

beforeAll(() => {
  if (!existsSync(executable)) throw new Error('make the package first: npm run package:check')
})

/** Every system call by which a process can reach out; all its children too. */
const traced = (file: string): string[] => [
  'strace',
  '-f',
  '-qq',
  '-e',
  'trace=connect,sendto,sendmsg,sendmmsg',
  '-o',
  file,
]

const callsIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => /\b(connect|send\w+)\(/.test(line))

const toHosts = (calls: readonly string[]): string[] =>
  calls.filter(line => /sa_family=AF_INET6?\b/.test(line))

test('N9g the packaged app, started and left alone, contacts no host', async () => {
  const file = join(await tempFolder(), 'trace')
  const { code } = await runPackaged(executable, ['--smoke'], { screen: true, trace: traced(file) })
  const calls = callsIn(file)
  // The display and the session bus are reached over sockets of the file system: the trace saw something.
  expect(calls.some(line => line.includes('AF_UNIX'))).toBe(true)
  expect([code, toHosts(calls)]).toEqual([0, []])
})

test('N9g the same trace does see a host that the command line is told to look at', async () => {
  const file = join(await tempFolder(), 'trace')
  const launcher = join(folder, 'resources', 'bin', 'postern')
  // Port 9 of this computer: nobody listens there.
  await runPackaged(launcher, ['servers', 'look', '127.0.0.1', '--port', '9'], {
    screen: false,
    trace: traced(file),
  })
  const seen = toHosts(callsIn(file))
  expect(seen).not.toEqual([])
  expect(seen.filter(line => !line.includes('127.0.0.1'))).toEqual([])
})
