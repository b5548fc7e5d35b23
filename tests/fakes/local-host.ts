/** A `RemoteHost` without SSH: the same scripts, composed the same way, run by a shell of this computer. */
import { spawn } from 'node:child_process'
import { Secret } from '../../src/shared/secret.ts'
import type { RemoteCommandTemplate } from '../../src/core/net/remote-commands.ts'
import type { Ended, OpenExec } from '../../src/core/net/ssh/exec.ts'
import { createRemoteHost } from '../../src/core/net/ssh/remote-host.ts'
import type { RemoteHost, ServerConnections } from '../../src/core/net/ssh/session.ts'

export interface LocalHostOptions {
  /** What reads the command line first, as sshd would start it. @default '/bin/sh' */
  readonly loginShell?: string
  /** @default 'root': then nothing goes through sudo, whatever user runs the test */
  readonly user?: string
  readonly sudoPassword?: string
  /** Environment of the shell. @default that of the test */
  readonly env?: NodeJS.ProcessEnv
  readonly onRun?: (command: RemoteCommandTemplate) => void
  readonly onStop?: () => void
}

/** Starts command lines by the local login shell, each as the head of a process group of its own. */
export const openLocalExec =
  (loginShell = '/bin/sh', env: NodeJS.ProcessEnv = process.env): OpenExec =>
  async commandLine => {
    const child = spawn(loginShell, ['-c', commandLine], { detached: true, env })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', code =>
        resolve({ isLost: false, ...(code === null ? {} : { exitCode: code }) }),
      )
    })
    return {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      ended,
      kill() {
        if (child.pid === undefined || child.exitCode !== null) return
        try {
          process.kill(-child.pid, 'SIGTERM')
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
        }
        child.stdout.destroy()
        child.stderr.destroy()
      },
    }
  }

/** A host whose commands run here. */
export const createLocalHost = (options: LocalHostOptions = {}): RemoteHost =>
  createRemoteHost({
    serverId: 'local',
    host: 'localhost',
    user: options.user ?? 'root',
    open: openLocalExec(options.loginShell, options.env),
    sudoPassword: async () =>
      options.sudoPassword === undefined ? undefined : new Secret(options.sudoPassword),
    onRun: options.onRun ?? (() => undefined),
    ...(options.onStop && { onStop: options.onStop }),
  })

/** Connections that all lead to one host. */
export const connectionsTo = (host: RemoteHost): ServerConnections => ({
  connect: async () => host,
  close: () => undefined,
})
