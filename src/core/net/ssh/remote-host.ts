/** The command mechanism over any line that can start a process: SSH in the product, the local shell in tests. */
import type { Duplex } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import type { Secret } from '../../../shared/secret.ts'
import { NEEDS_ROOT, type RemoteCommandTemplate } from '../remote-commands.ts'
import { createDeadline, type Deadline, untilAborted } from './deadline.ts'
import type { OpenExec } from './exec.ts'
import { createRemotePipe } from './remote-pipe.ts'
import { composeScript, type Privilege } from './remote-script.ts'
import type { RemoteArg, RemoteHost, RemoteResult, StartOptions } from './session.ts'
import { type Begun, startScript, type Started } from './start.ts'
import { stopCommand } from './stop-command.ts'

export interface RemoteHostDeps {
  readonly serverId: string
  readonly host: string
  readonly user: string
  readonly open: OpenExec
  /** Asked when sudo wants a password. */
  readonly sudoPassword: () => Promise<Secret | undefined>
  /** Told of each run before it starts; throws for a command that is not on the list. */
  readonly onRun: (command: RemoteCommandTemplate) => void
  /** Told when a command that was given up is being ended by `stopCommand`. */
  readonly onStop?: () => void
  /** Given the end of each such stop: a line that is closed before leaves on the server what was to be ended. */
  readonly stopping?: (stopped: Promise<void>) => void
}

const defaultTimeoutMs = 30_000
const defaultMaxBytes = 8 * 1024 * 1024
const keptStderr = 64 * 1024
/** Time for ending a command that was given up; only who closes the line waits for it. */
const stopMs = 15_000

interface Attempt {
  readonly started: Started
  /** Ends it there, with all that it started. */
  readonly stop: () => void
  readonly stderr: () => string
}

/** A `RemoteHost` over `open`. What sudo needs is learnt once and kept. */
export function createRemoteHost(deps: RemoteHostDeps): RemoteHost {
  let sudoKind: Exclude<Privilege, 'user'> = 'sudo'

  const begin = async (
    command: RemoteCommandTemplate,
    args: readonly RemoteArg[],
    privilege: Privilege,
    form: 'closed' | 'open',
    deadline: Deadline,
    onStdout: (chunk: Buffer, kill: () => void) => void,
  ): Promise<Attempt> => {
    const errors: Buffer[] = []
    let errorBytes = 0
    const script = composeScript(command, args, form)
    const sudoPassword = privilege === 'sudo-password' ? await deps.sudoPassword() : undefined
    let kill = (): void => undefined
    const started = await startScript(
      { ...deps, sudoPassword },
      script,
      privilege,
      {
        onStdout: chunk => onStdout(chunk, () => kill()),
        onStderr(chunk) {
          if (errorBytes < keptStderr) errors.push(chunk.subarray(0, keptStderr - errorBytes))
          errorBytes += chunk.length
        },
      },
      deadline.signal,
      form,
    ).catch((error: unknown) => {
      throw deadline.signal.aborted ? deadline.reason() : error
    })
    let isStopped = false
    kill = () => {
      if (isStopped) return
      isStopped = true
      started.exec.kill()
      if (command === stopCommand) return
      const none = (): undefined => undefined
      const stopped = started.begun.then(at => stopRemote(at, privilege), none) // what never began needs no stopping
      deps.stopping?.(stopped)
    }
    await untilAborted(started.begun, deadline, kill)
    return { started, stop: kill, stderr: () => Buffer.concat(errors).toString('utf8') }
  }

  /** As root by sudo: without a password first, then with the one that is kept. */
  const asRoot = async <T>(attempt: (privilege: Privilege) => Promise<T>): Promise<T> => {
    if (deps.user === 'root') return attempt('user')
    try {
      return await attempt(sudoKind)
    } catch (error) {
      const isAsking = error instanceof AppError && error.code === 'sudo-password-needed'
      if (!isAsking || sudoKind === 'sudo-password' || !(await deps.sudoPassword())) throw error
      const result = await attempt('sudo-password')
      sudoKind = 'sudo-password'
      return result
    }
  }

  const choose = (
    command: RemoteCommandTemplate,
    options: StartOptions,
  ): StartOptions['asRoot'] => {
    const wanted = options.asRoot ?? 'never'
    if (wanted !== 'never' && command.asRoot === 'never')
      throw new TypeError(`${command.id} is declared as never run by root`)
    deps.onRun(command)
    return wanted
  }

  /** Waits for the end; an abort kills what runs there, also where killing the channel does not reach it. */
  const finish = async (attempt: Attempt, deadline: Deadline): Promise<number> => {
    const { exec, stdout } = attempt.started
    const ended = await untilAborted(exec.ended, deadline, attempt.stop)
    const said = Number(stdout.ended ?? Number.NaN)
    if (Number.isInteger(said)) return said
    if (ended.isLost)
      throw new AppError('connection-lost', { host: deps.host }, { retryable: true })
    return ended.exitCode ?? 255
  }

  const stopRemote = async ({ pid, group }: Begun, privilege: Privilege): Promise<void> => {
    const deadline = createDeadline(new AbortController().signal, stopMs, stopCommand.id)
    try {
      deps.onStop?.()
      const attempt = await begin(
        stopCommand,
        [String(pid), String(group)],
        privilege,
        'closed',
        deadline,
        () => undefined,
      )
      attempt.started.exec.stdin.end()
      await untilAborted(attempt.started.exec.ended, deadline, () => attempt.started.exec.kill())
    } catch (error) {
      if (!(error instanceof AppError)) throw error // the line is gone, and with it most likely the process
    } finally {
      deadline.done()
    }
  }

  /** Runs `attempt` by the rights that the options ask for. */
  const byRights = async <T extends { readonly exitCode?: number }>(
    wanted: StartOptions['asRoot'],
    attempt: (privilege: Privilege) => Promise<T>,
  ): Promise<T> => {
    if (wanted === 'always') return asRoot(attempt)
    const result = await attempt('user')
    return wanted === 'if-needed' && result.exitCode === NEEDS_ROOT && deps.user !== 'root'
      ? asRoot(attempt)
      : result
  }

  return {
    serverId: deps.serverId,
    host: deps.host,
    user: deps.user,

    async run(command, args, options) {
      const wanted = choose(command, options)
      const limitBytes = options.maxBytes ?? defaultMaxBytes
      return byRights<RemoteResult>(wanted, async privilege => {
        const deadline = createDeadline(
          options.signal,
          options.timeoutMs ?? defaultTimeoutMs,
          command.id,
        )
        const chunks: Buffer[] = []
        let bytes = 0
        try {
          const attempt = await begin(
            command,
            args,
            privilege,
            'closed',
            deadline,
            (chunk, kill) => {
              bytes += chunk.length
              if (bytes > limitBytes) kill()
              else chunks.push(chunk)
            },
          )
          attempt.started.exec.stdin.end(options.stdin)
          const exitCode = await finish(attempt, deadline)
          if (bytes > limitBytes)
            throw new AppError('remote-output-too-long', { command: command.id, limitBytes })
          return { stdout: Buffer.concat(chunks), stderr: attempt.stderr(), exitCode }
        } finally {
          deadline.done()
        }
      })
    },

    async stream(command, args, options) {
      const wanted = choose(command, options)
      return byRights(wanted, async privilege => {
        const deadline = createDeadline(
          options.signal,
          options.timeoutMs ?? defaultTimeoutMs,
          command.id,
        )
        try {
          const attempt = await begin(command, args, privilege, 'closed', deadline, options.onData)
          deadline.lift()
          attempt.started.exec.stdin.end(options.stdin)
          const exitCode = await finish(attempt, deadline)
          return { stderr: attempt.stderr(), exitCode }
        } finally {
          deadline.done()
        }
      })
    },

    async pipe(command, args, options) {
      const wanted = choose(command, options)
      if (wanted === 'if-needed')
        throw new TypeError('a pipe cannot be tried twice: say always or never')
      const attempt = async (privilege: Privilege): Promise<{ readonly pipe: Duplex }> => {
        const deadline = createDeadline(
          options.signal,
          options.timeoutMs ?? defaultTimeoutMs,
          command.id,
        )
        try {
          let sink: (chunk: Buffer) => void = () => undefined
          const early: Buffer[] = []
          sink = chunk => early.push(chunk)
          const { started, stop } = await begin(command, args, privilege, 'open', deadline, chunk =>
            sink(chunk),
          )
          deadline.lift()
          const pipe = createRemotePipe(started, deps.host, stop, write => {
            for (const chunk of early) write(chunk)
            sink = write
          })
          const onAbort = (): void => void pipe.destroy(deadline.reason())
          deadline.signal.addEventListener('abort', onAbort, { once: true })
          pipe.once('close', () => deadline.done())
          return { pipe }
        } catch (error) {
          deadline.done()
          throw error
        }
      }
      const { pipe } = await (wanted === 'always' ? asRoot(attempt) : attempt('user'))
      return pipe
    },
  }
}
