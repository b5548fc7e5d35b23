import { HOME } from './make/paths.ts'
import { docker, must, run, type Ran, type RunOptions } from './make/run.ts'

export type Listener = 'default' | 'narrow' | 'pam'

/** Run a program on the home server as root (or another user), beside the product: the test's own eyes and hands. */
export const onHome = (
  args: readonly string[],
  o: RunOptions & { readonly user?: string } = {},
): Promise<Ran> =>
  run('docker', ['exec', '-i', ...(o.user === undefined ? [] : ['-u', o.user]), HOME, ...args], o)

/** As `onHome` with a line of `/bin/sh`, which must end with 0; returns stdout. */
export const homeShell = (script: string, o: RunOptions = {}): Promise<string> =>
  must('docker', ['exec', '-i', HOME, '/bin/sh', '-c', script], o)

/** What one sshd of the home server has logged so far (LogLevel VERBOSE). */
export const sshdLog = (listener: Listener): Promise<string> =>
  homeShell(`cat /var/log/sshd/${listener}.log`)

/** Remember where a log ends; the returned function gives what came after. */
export async function markSshdLog(listener: Listener): Promise<() => Promise<string>> {
  const before = (await sshdLog(listener)).length
  return async () => (await sshdLog(listener)).slice(before)
}

/** The process id of a container as the machine sees it: the way into its network namespace. */
export const pidOf = (container: string): Promise<string> =>
  docker(['inspect', '-f', '{{.State.Pid}}', container])

/** Run a program of this machine inside a container's own network namespace: no rule is ever set outside it. */
export async function inNetwork(container: string, args: readonly string[]): Promise<string> {
  return must('nsenter', ['-t', await pidOf(container), '-n', ...args])
}

export const COMPOSE_V2 = '/usr/local/lib/docker/cli-plugins/docker-compose'

/** From now on `docker compose` answers on the home server, in the shape of v2.29 over v1; the returned function takes it away. */
export async function withComposeV2(): Promise<() => Promise<void>> {
  await homeShell(`install -D /lab-compose-v2 ${COMPOSE_V2}`)
  return async () => {
    await homeShell(`rm -f ${COMPOSE_V2}`)
  }
}
