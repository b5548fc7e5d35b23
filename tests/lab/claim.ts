import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { STATE } from './make/paths.ts'
import { run } from './make/run.ts'

/** Hold an operating-system lock on a file of the state folder until the returned function is called or this process ends. */
async function hold(name: string, timeoutMs: number, busy: string): Promise<() => void> {
  await mkdir(STATE, { recursive: true })
  return new Promise((resolve, reject) => {
    const args = [
      '-w',
      String(Math.ceil(timeoutMs / 1000)),
      `${STATE}/${name}`,
      'sh',
      '-c',
      'echo held; exec cat',
    ]
    const child = spawn('flock', args, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.on('error', reject)
    child.on('close', () => reject(new Error(busy)))
    child.stdout.once('data', () => resolve(() => child.stdin.end()))
  })
}

/** Take the lab for oneself: there is one on a machine. Waits up to `timeoutMs` (default half an hour). */
export const claimLab = (timeoutMs = 1_800_000): Promise<() => void> =>
  hold('claim', timeoutMs, 'the lab is in use by somebody else for too long')

/** One `lab:up` or `lab:down` at a time. */
export const lockMaking = (): Promise<() => void> =>
  hold('making.lock', 900_000, 'another lab:up or lab:down does not end')

/** Whether somebody holds the lab now. */
export const isClaimed = async (): Promise<boolean> =>
  (await run('flock', ['-n', `${STATE}/claim`, 'true'])).code !== 0
