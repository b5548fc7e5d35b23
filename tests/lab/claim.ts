import { spawn } from 'node:child_process'
import { STATE } from './make/paths.ts'

/** Take the lab for oneself: there is one on a machine. Waits up to `timeoutMs`; ends with the returned function or with this process. */
export function claimLab(timeoutMs = 1_800_000): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const script = 'echo held; exec cat'
    const seconds = String(Math.ceil(timeoutMs / 1000))
    const child = spawn('flock', ['-w', seconds, `${STATE}/claim`, 'sh', '-c', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child.on('error', reject)
    child.on('close', code =>
      reject(
        new Error(`the lab is in use by somebody else (flock ended with ${code ?? 'a signal'})`),
      ),
    )
    child.stdout.once('data', () => {
      child.unref()
      resolve(() => child.stdin.end())
    })
  })
}
