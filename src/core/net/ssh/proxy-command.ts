/** ProxyCommand: a program of this computer whose stdin and stdout are the line. The person's own configuration runs here, as under ssh. */
import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'

export interface ProxyPlace {
  readonly alias: string
  readonly hostname: string
  readonly port: number
  readonly user: string
}

export interface CommandLine {
  readonly stream: Duplex
  /** Ends the program, with all that it started. */
  close(): void
  /** Why it ended, once it has ended by itself: its own words or its exit code. */
  failure(): Promise<AppError | undefined>
}

/** The tokens that ProxyCommand takes: `%% %h %n %p %r` (ssh_config(5)); the rest is the shell's. */
export function expandProxyCommand(command: string, place: ProxyPlace): string {
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    h: place.hostname,
    n: place.alias,
    p: String(place.port),
    r: place.user,
  }
  return command.replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole)
}

/** After its streams have closed, a program is given so long to say how it ended. */
const lastWordsMs = 500
const keptWords = 2000

/** Starts it under the person's own shell, as OpenSSH does; the shell is replaced by it. */
export function openProxyCommand(
  command: string,
  place: ProxyPlace,
  os: string,
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const text = expandProxyCommand(command, place)
  const isWindows = os === 'win32'
  const all = { ...process.env, ...env }
  const options = { stdio: ['pipe', 'pipe', 'pipe'] as const, env: all, windowsHide: true }
  const child = isWindows
    ? spawn(text, { ...options, stdio: [...options.stdio], shell: true })
    : spawn(all['SHELL'] || '/bin/sh', ['-c', `exec ${text}`], {
        ...options,
        stdio: [...options.stdio],
        detached: true, // a process group of its own, so that all of it can be ended
      })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = `${said}${chunk}`.slice(-keptWords)
  })
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', (code, signal) =>
      resolve(said.trim().split('\n').at(-1) || `exit ${code ?? signal ?? '?'}`),
    )
  })
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin })
  // A program that goes away is an error of the stream at any moment, also when nobody listens to it any more.
  stream.on('error', () => undefined)
  child.once('error', error => stream.destroy(error))
  let isClosed = false
  return {
    stream,
    close() {
      isClosed = true
      stream.destroy()
      if (child.exitCode !== null || child.signalCode !== null) return
      try {
        if (isWindows || child.pid === undefined) child.kill()
        else process.kill(-child.pid, 'SIGTERM')
      } catch {
        child.kill() // the group is gone already
      }
    },
    async failure() {
      if (isClosed) return undefined
      const late = new Promise<undefined>(resolve =>
        setTimeout(() => resolve(undefined), lastWordsMs),
      )
      const reason = await Promise.race([ended, late])
      return reason === undefined
        ? undefined
        : new AppError('proxy-command-failed', { host: place.alias, reason }, { retryable: true })
    },
  }
}
