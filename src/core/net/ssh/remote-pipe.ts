import { Duplex } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import type { Started } from './start.ts'

/** One stream of both directions of a running script. Reading less than comes holds the peer back. */
export function createRemotePipe(
  { exec }: Started,
  host: string,
  stop: () => void,
  attach: (write: (chunk: Buffer) => void) => void,
): Duplex {
  let hasEnded = false
  const pipe = new Duplex({
    read: () => void exec.stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => void exec.stdin.write(chunk, () => done()),
    final: done => void exec.stdin.end(() => done()),
    destroy(error, done) {
      if (!hasEnded) stop()
      done(error)
    },
  })
  attach(chunk => {
    // What still comes for a pipe that was given up must be read: unread, it would keep the channel open for ever.
    if (!pipe.push(chunk) && !pipe.destroyed) exec.stdout.pause()
  })
  void exec.ended.then(({ isLost }) => {
    hasEnded = true
    if (isLost) pipe.destroy(new AppError('connection-lost', { host }, { retryable: true }))
    else pipe.push(null)
  })
  return pipe
}
