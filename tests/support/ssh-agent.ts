/** A real ssh-agent on a socket of its own. */
import { execFileSync, spawn } from 'node:child_process'

export interface TestAgent {
  readonly socket: string
  stop(): void
}

/** Starts ssh-agent at `socket` with these keys in it. */
export async function startAgent(socket: string, keys: readonly string[] = []): Promise<TestAgent> {
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise<void>(resolve => child.stdout.once('data', () => resolve())) // it names its socket once it listens
  for (const key of keys)
    execFileSync('ssh-add', ['-q', key], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      stdio: 'ignore',
    })
  return { socket, stop: () => void child.kill() }
}
