/** A home server that logs 10,000 lines a second: an SSH server in this process, a scripted docker, and a data folder that knows it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { openHost } from '../../../src/core/host.ts'
import type { JobRecord } from '../../../src/shared/model/job.ts'
import { startSshServer } from '../../fakes/ssh-server.ts'
import { fingerprint, makeKey } from '../../support/sshd.ts'
import { testPlatform } from '../../support/test-platform.ts'

export interface LoggingHome {
  /** Variables under which the app finds this home. */
  readonly env: NodeJS.ProcessEnv
  /** A data folder that knows this server, as after the first run. */
  readonly dataDir: string
  /** The next log that is opened brings this many seconds of lines, then nothing. */
  plan(seconds: number): void
  close(): Promise<void>
}

/** Stands in the settings and in every tenth line; must be in no line that the window shows. */
export const secretWord = 'Correct-Horse-77'

const id = 'a1'.repeat(32)
const image = 'ghcr.io/mailu/postfix:2024.06'
const digest = `sha256:${'b'.repeat(64)}`

/** What `docker` answers: only what Postern asks for a look and a log. */
function writeDocker(folder: string, project: string): void {
  const composeFile = join(project, 'docker-compose.yml')
  const labels = {
    'com.docker.compose.project': 'mailu',
    'com.docker.compose.service': 'smtp',
    'com.docker.compose.project.working_dir': project,
    'com.docker.compose.project.config_files': composeFile,
    'com.docker.compose.version': '2.29.7',
    'com.docker.compose.oneoff': 'False',
  }
  const listed = ['container', id, image, 'mailu-smtp-1', 'mailu', 'smtp', project, composeFile]
  const container = {
    Id: id,
    Name: '/mailu-smtp-1',
    Image: digest,
    RestartCount: 0,
    State: { Status: 'running', ExitCode: 0, OOMKilled: false, StartedAt: '2026-11-22T08:00:00Z' },
    Config: { Image: image, Env: [], Labels: labels },
    Mounts: [],
    NetworkSettings: { Ports: {} },
  }
  const said = {
    listed: JSON.stringify([...listed, '', '2.29.7', 'False', '', '']),
    container: JSON.stringify(container),
  }
  for (const [name, text] of Object.entries(said)) writeFileSync(join(folder, name), `${text}\n`)
  const feed = resolve(import.meta.dirname, 'feed.mjs')
  const script = `#!/bin/sh
case "$1" in
--version) echo 'Docker version 27.3.1, build ce12230' ;;
version) echo 27.3.1 ;;
compose) [ "$2" = version ] && echo 2.29.7 ;;
ps) case " $* " in *' -a '*) cat '${folder}/listed' ;; *) echo ${id} ;; esac ;;
inspect) cat '${folder}/container' ;;
image) echo ${digest} ;;
exec) echo works fine ;;
logs) case " $* " in *' -f '*) exec '${process.execPath}' '${feed}' '${folder}/plan' ;; esac ;;
esac
`
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 })
}

function writeProject(project: string): void {
  const compose = `services:\n  smtp:\n    image: ${image}\n    env_file: mailu.env\n`
  writeFileSync(join(project, 'docker-compose.yml'), compose)
  writeFileSync(join(project, 'mailu.env'), `DOMAIN=example.test\nRELAYPASSWORD=${secretWord}\n`)
}

/** The first run, without a window. */
async function addServer(dataDir: string, homeDir: string, acceptHostKey: string): Promise<void> {
  const host = await openHost(testPlatform(dataDir, { homeDir }))
  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await host.bridge.call(method, input)
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value
  }
  try {
    const ended = new Promise<JobRecord>(end =>
      host.bridge.onEvent((topic, payload) => {
        const job = payload as JobRecord // the one event of this name
        if (topic === 'jobs.changed' && job.endedAt !== undefined) end(job)
      }),
    )
    await call('servers.add', { name: 'bench', host: 'bench', acceptHostKey })
    const job = await ended
    if (job.status !== 'done') throw new Error(JSON.stringify(job.error))
    await call('settings.set', { firstRun: 'done' })
  } finally {
    await host.close()
  }
}

/** Needs ssh-keygen. (OpenSSH's own server would want a login of the machine that is not locked.) */
export async function startLoggingHome(): Promise<LoggingHome> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-log-'))
  const [home, bin, project, dataDir] = ['home', 'bin', 'mailu', 'data'].map(name =>
    join(folder, name),
  ) as [string, string, string, string] // four names, four paths
  for (const path of [join(home, '.ssh'), bin, project, dataDir])
    mkdirSync(path, { recursive: true })
  writeProject(project)
  writeDocker(bin, project)
  const key = makeKey(join(folder, 'key'))
  const path = [bin, process.env['PATH']].join(delimiter)
  const hostKey = makeKey(join(folder, 'host-key'))
  const server = await startSshServer({
    hostKeys: [hostKey],
    accepts: ({ method }) => method === 'publickey',
    env: { ...process.env, PATH: path },
  })
  const lines = ['Host bench', 'HostName 127.0.0.1', `Port ${server.port}`, 'User root']
  const config = [...lines, `IdentityFile ${key}`, 'IdentitiesOnly yes'].join('\n  ')
  writeFileSync(join(home, '.ssh', 'config'), `${config}\n`)
  await addServer(dataDir, home, fingerprint(`${hostKey}.pub`))
  return {
    env: { ...process.env, HOME: home },
    dataDir,
    plan: seconds => writeFileSync(join(bin, 'plan'), String(seconds)),
    async close() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
