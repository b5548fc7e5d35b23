/** An SSH server in this process: logins as told, commands run by the local shell, and what a real one does when things go wrong. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'
import type { AuthContext, Connection } from 'ssh2'

export interface SshServerOptions {
  /** Private key files. */
  readonly hostKeys: readonly string[]
  /** Says yes to a login; the context names method, user, key or password. */
  readonly accepts: (context: AuthContext) => boolean
  /** Methods named to the client. @default all that a context may have */
  readonly methods?: readonly string[]
  /** What a keyboard-interactive login asks; the answers are judged by `accepts` as a password. */
  readonly prompts?: readonly { readonly prompt: string; readonly echo: boolean }[]
  /** More sessions at once than this are refused, as OpenSSH does. @default 10 */
  readonly maxSessions?: number
  /** Environment of the commands. @default that of this process */
  readonly env?: NodeJS.ProcessEnv
  /** @default any that is free */
  readonly port?: number
}

export interface SshServer {
  readonly port: number
  /** `method user` of every authentication request, in order. */
  readonly attempts: readonly string[]
  /** Most sessions that were open at once. */
  readonly mostSessions: number
  /** All that were ever made. */
  readonly connections: number
  /** Those that are open now. */
  readonly live: number
  /** Answers to keyboard-interactive prompts, as they came. */
  readonly answers: readonly (readonly string[])[]
  /** Cuts all lines without a word. */
  drop(): void
  stop(): Promise<void>
}

export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const attempts: string[] = []
  const answers: string[][] = []
  const clients = new Set<Connection>()
  let mostSessions = 0
  let connections = 0
  const methods = [...(options.methods ?? ['publickey', 'password', 'keyboard-interactive'])]
  const judge = (context: AuthContext): void => {
    if (options.accepts(context)) context.accept()
    else context.reject(methods as never) // a plain list of names
  }

  const server = new ssh2.Server(
    { hostKeys: options.hostKeys.map(file => readFileSync(file)) },
    client => {
      clients.add(client)
      let open = 0 // OpenSSH counts them by connection
      connections += 1
      client.on('error', () => undefined)
      client.once('close', () => clients.delete(client))
      client.on('authentication', context => {
        attempts.push(`${context.method} ${context.username}`)
        if (context.method !== 'keyboard-interactive') {
          judge(context)
          return
        }
        context.prompt([...(options.prompts ?? [])], given => {
          answers.push(given)
          judge({
            ...context,
            method: 'password',
            password: given[0] ?? '',
            accept: () => context.accept(),
            reject: () => context.reject(methods as never),
          } as never)
        })
      })
      client.on('session', (accept, reject) => {
        if (open >= (options.maxSessions ?? 10)) {
          reject()
          return
        }
        open += 1
        mostSessions = Math.max(mostSessions, open)
        const session = accept()
        session.once('close', () => (open -= 1))
        session.on('signal', accepted => (accepted as (() => void) | undefined)?.()) // undefined where no reply is wanted
        session.once('exec', (acceptExec, _reject, { command }) => {
          const channel = acceptExec()
          const child = spawn('/bin/sh', ['-c', command], {
            detached: true,
            env: options.env ?? process.env,
          })
          channel.on('error', () => undefined)
          child.stdin.on('error', () => undefined)
          channel.pipe(child.stdin)
          child.stdout.pipe(channel, { end: false })
          child.stderr.pipe(channel.stderr, { end: false })
          const stop = (): void => {
            if (child.pid === undefined || child.exitCode !== null) return
            try {
              process.kill(-child.pid, 'SIGTERM')
            } catch (error) {
              if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
            }
          }
          session.on('signal', stop)
          channel.once('close', stop)
          child.once('close', code => {
            channel.exit(code ?? 143)
            channel.end()
            channel.close()
          })
        })
      })
    },
  )
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', () => resolve()))
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has one
    attempts,
    answers,
    get mostSessions() {
      return mostSessions
    },
    get live() {
      return clients.size
    },
    get connections() {
      return connections
    },
    drop() {
      for (const client of clients)
        (client as unknown as { _sock: { destroy(): void } })._sock.destroy() // a dead line, which no public method makes
    },
    async stop() {
      for (const client of clients) client.end()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
