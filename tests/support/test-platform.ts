/** A Platform for tests: a data folder of its own, a box that turns bytes around, a clock that can be set. */
import { resolve } from 'node:path'
import { workerSource } from '../../src/core/worker-entries.ts'
import type { Platform, SecretBox } from '../../src/core/platform.ts'

export const reversingBox = (id = 'test-box'): SecretBox => ({
  id,
  kind: 'key-file',
  detail: 'a test',
  seal: async plain => Uint8Array.from([...Buffer.from(id), 0, ...plain.toReversed()]),
  open: async sealed => {
    const at = sealed.indexOf(0)
    if (Buffer.from(sealed.slice(0, at)).toString() !== id) throw new Error('not mine')
    return sealed.slice(at + 1).toReversed()
  },
})

export const testPlatform = (dataDir: string, over: Partial<Platform> = {}): Platform => ({
  host: 'cli',
  version: '0.0.0-test',
  isPackaged: false,
  os: 'linux',
  dataDir,
  resourcesDir: resolve('resources'),
  homeDir: dataDir,
  env: {},
  secretBox: reversingBox(),
  workerEntry: workerSource,
  opener: { openExternal: async () => undefined },
  clock: { now: () => Date.now() },
  ...over,
})
