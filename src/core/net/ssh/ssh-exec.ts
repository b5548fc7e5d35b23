/** Starts one remote process on a client. */
import { AppError } from '../../../shared/errors.ts'
import { createDeferred } from './deferred.ts'
import type { Ended, Exec } from './exec.ts'
import type { ClientChannel, SshClient } from './library.ts'

/** The server has no place for one more session (MaxSessions), or for a moment not. */
export class NoMoreSessions extends Error {}

/** @throws NoMoreSessions, AppError `connection-lost`, `no-shell`, `cancelled` */
export async function openSshExec(
  client: SshClient,
  commandLine: string,
  place: { readonly host: string; readonly user: string; readonly isDown: () => boolean },
  signal: AbortSignal,
): Promise<Exec> {
  const lost = (cause?: unknown): AppError =>
    new AppError('connection-lost', { host: place.host }, { retryable: true, cause })
  const opened = createDeferred<ClientChannel>()
  const onAbort = (): void => opened.reject(new AppError('cancelled', {}))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    client.exec(commandLine, (error, channel) => {
      if (error && place.isDown())
        opened.reject(lost(error)) // a dead line too ends what waits with “Unable to exec”
      else if (error && /Unable to exec/.test(error.message))
        opened.reject(
          new AppError('no-shell', { ...at(place), reply: error.message }, { cause: error }),
        )
      else if (error && 'reason' in error) opened.reject(new NoMoreSessions(error.message))
      else if (error) opened.reject(lost(error))
      else if (signal.aborted) channel.close()
      else opened.resolve(channel)
    })
  } catch (error) {
    opened.reject(lost(error)) // the library throws at once when the line is already down
  }
  try {
    return toExec(await opened.promise, place.isDown)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

const at = ({ host, user }: { host: string; user: string }): { host: string; user: string } => ({
  host,
  user,
})

function toExec(channel: ClientChannel, isDown: () => boolean): Exec {
  let exitCode: number | undefined
  let isKilled = false
  const ended = new Promise<Ended>(resolve => {
    channel.once('exit', (code: number | null) => {
      exitCode = code ?? undefined
    })
    channel.once('close', () => {
      const isLost = exitCode === undefined && isDown()
      resolve({ isLost, ...(exitCode === undefined ? {} : { exitCode }) })
    })
  })
  channel.on('error', () => undefined) // the close that follows tells the story
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    kill() {
      if (isKilled) return
      isKilled = true
      channel.signal('TERM') // OpenSSH 7.9 and later pass it to the process group
      channel.close()
      channel.resume() // its end is only told once all is read
      channel.stderr.resume()
    },
  }
}
