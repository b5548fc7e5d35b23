import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createRemotePipe } from '../../../../../src/core/net/ssh/remote-pipe.ts'

test('what still comes for a pipe that was given up is read, so that its channel can close', async () => {
  const stdout = new PassThrough()
  let give: (chunk: Buffer) => void = () => undefined
  const exec = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    ended: new Promise<never>(() => undefined),
    kill: () => void stdout.resume(),
  }
  const started = { exec } as unknown as Parameters<typeof createRemotePipe>[0] // all that a pipe uses of it
  const pipe = createRemotePipe(started, 'home', exec.kill, write => (give = write))
  stdout.on('data', chunk => give(chunk as Buffer))
  pipe.destroy()
  stdout.end('a goodbye that nobody waits for')
  await turn()
  await turn()
  expect([stdout.isPaused(), stdout.readableEnded]).toEqual([false, true])
})
