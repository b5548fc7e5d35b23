import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { STATE } from './paths.ts'
import { run, say, until } from './run.ts'

const PID_FILE = `${STATE}/dockerd.pid`

export const engineAnswers = async (): Promise<boolean> =>
  (await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 20_000 })).code ===
  0

/** Start dockerd only if no engine answers (a second one would take the first one's bridge away); it outlives this process. */
export async function ensureEngine(): Promise<void> {
  if (await engineAnswers()) return
  const running = await run('pgrep', ['-x', 'dockerd'])
  if (running.code === 0)
    throw new Error(
      'a dockerd is running, but `docker info` fails: this user may not use it, or it is just starting',
    )
  say('no engine answers: starting dockerd')
  await mkdir(STATE, { recursive: true })
  const log = await open(`${STATE}/dockerd.log`, 'a')
  const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', log.fd, log.fd] })
  child.unref()
  await log.close()
  await writeFile(PID_FILE, String(child.pid))
  await until('dockerd to answer', 60_000, engineAnswers)
}

/** End the dockerd that `ensureEngine` started, if it is still that one. True if one was ended. */
export async function stopOwnEngine(): Promise<boolean> {
  const pid = Number(await readFile(PID_FILE, 'utf8').catch(() => '0'))
  if (!(pid > 1)) return false
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  if (name.trim() === 'dockerd') {
    process.kill(pid, 'SIGTERM')
    await until(
      'dockerd to end',
      60_000,
      async () => (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')) === '',
    )
  }
  await rm(PID_FILE, { force: true })
  return true
}
