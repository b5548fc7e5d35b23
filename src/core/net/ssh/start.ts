/** Starts a composed script on an opened channel: past sudo where root is wanted, up to the script's begin marker. */
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { createDeferred } from './deferred.ts'
import type { Exec, OpenExec } from './exec.ts'
import { createFrame, type Frame } from './frame.ts'
import { commandLine, type Privilege, type RemoteScript } from './remote-script.ts'
import { readSudo, sudoError } from './sudo.ts'

export interface StartDeps {
  readonly open: OpenExec
  readonly host: string
  readonly user: string
  readonly sudoPassword: Secret | undefined
}

/** The script's shell on the other side. */
export interface Begun {
  readonly pid: number
  /** The process group that it runs in. */
  readonly group: number
}

export interface Started {
  readonly exec: Exec
  readonly stdout: Frame
  readonly stderr: Frame
  /** Settles when the script has said that it runs, with its process id. @throws AppError `sudo-*`, `connection-lost`, `no-shell` */
  readonly begun: Promise<Begun>
}

export interface Sinks {
  readonly onStdout: (chunk: Buffer) => void
  readonly onStderr: (chunk: Buffer) => void
}

/** So much of what came before the script began is kept, to explain why it did not begin. */
const keptText = 16_384

/**
 * Opens the channel and sends the script at the right moment: at once as the login user; under sudo only after the root shell
 * has said its start word, so that no byte of it is read as a password. A password is written only after sudo's own prompt.
 * @throws AppError `connection-lost`
 */
export async function startScript(
  deps: StartDeps,
  script: RemoteScript,
  privilege: Privilege,
  sinks: Sinks,
  signal: AbortSignal,
  form: 'closed' | 'open',
): Promise<Started> {
  const { begin, end, prompt, start } = script.markers
  const exec = await deps.open(commandLine(script, privilege), signal)
  const begun = createDeferred<Begun>()
  begun.promise.catch(() => undefined) // who waits for it sees it; nobody has to

  const marks = form === 'closed' ? { begin, end } : { begin }
  const onBegin = (words: string): void => {
    const [pid = 0, group = 0] = words.split(' ').map(Number)
    begun.resolve({ pid, group })
  }
  const stdout = createFrame({ ...marks, onBegin, onData: sinks.onStdout })
  const stderr = createFrame({ ...marks, onData: sinks.onStderr })

  let saidOut = Buffer.alloc(0)
  let saidErr = Buffer.alloc(0)
  let prompts = 0
  let isStarted = false

  const sendScript = (): void => {
    isStarted = true
    exec.stdin.write(script.bytes)
  }
  const answerPrompt = (): void => {
    prompts += 1
    if (prompts === 1 && deps.sudoPassword) {
      exec.stdin.write(`${deps.sudoPassword.reveal()}\n`)
      return
    }
    const verdict = prompts === 1 ? 'password-needed' : 'password-wrong'
    begun.reject(sudoError(verdict, deps.user, saidErr.toString('utf8')))
    exec.kill()
  }

  exec.stdin.on('error', () => undefined) // the peer closed first: `ended` tells the story
  exec.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk)
    if (isStarted && privilege !== 'user') return
    saidErr = Buffer.concat([saidErr, chunk]).subarray(0, keptText)
    if (!isStarted && saidErr.toString('latin1').split(prompt).length - 1 > prompts) answerPrompt()
  })
  exec.stdout.on('data', (chunk: Buffer) => {
    if (stdout.begun === undefined) saidOut = Buffer.concat([saidOut, chunk]).subarray(0, keptText)
    if (isStarted) stdout.push(chunk)
    else if (saidOut.includes(`${start}\n`)) sendScript() // it waits for its script: nothing of the script's own is in here yet
  })
  void exec.ended.then(({ isLost }) => {
    stdout.finish()
    stderr.finish()
    const text = saidErr.toString('utf8')
    if (isLost)
      begun.reject(new AppError('connection-lost', { host: deps.host }, { retryable: true }))
    else if (!isStarted) begun.reject(sudoError(readSudo(text), deps.user, text))
    else begun.reject(noShell(deps, `${saidOut.toString('utf8')}${text}`))
  })
  if (privilege === 'user') sendScript()
  return { exec, stdout, stderr, begun: begun.promise }
}

const noShell = (deps: StartDeps, said: string): AppError => {
  const reply = said.trim().slice(0, 300)
  return new AppError('no-shell', { user: deps.user, host: deps.host, reply: reply || '–' })
}
