/** A command over the kept connection beside one of OpenSSH's client, which connects each time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineRemoteCommand } from '../../src/core/net/remote-commands.ts'
import { createLink } from '../../src/core/net/ssh/link.ts'
import { openConnection } from '../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../src/core/net/ssh/remote-host.ts'
import type { Bench } from '../../scripts/bench/run-bench.ts'
import { never, testConnectionDeps, testTarget } from '../support/connection.ts'
import { hasSshd, makeKey, startSshd } from '../support/sshd.ts'
import { runProcess } from './run-process.ts'

const nothing = defineRemoteCommand({
  id: 'bench.true',
  script: 'true',
  changes: false,
  asRoot: 'never',
})

export const bench: Bench = {
  about:
    'RemoteHost.run of `true` on a kept connection, and with a connection of its own, beside `ssh host true` of OpenSSH (no ControlMaster), all to one sshd on 127.0.0.1.',
  unit: 'ms',
  rounds: 15,
  ratios: { 'kept/ssh': ['kept', 'ssh'], 'connect/ssh': ['connect', 'ssh'] },
  async prepare() {
    if (!hasSshd) throw new Error('this bench needs openssh-server')
    const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
    const home = join(folder, 'home')
    mkdirSync(join(home, '.ssh'), { recursive: true })
    const key = makeKey(join(folder, 'key'))
    const sshd = await startSshd({ folder, authorized: [`${key}.pub`] })
    writeFileSync(join(home, '.ssh', 'known_hosts'), sshd.knownHost())
    const config = join(home, '.ssh', 'config')
    const lines = [
      'Host bench',
      'HostName 127.0.0.1',
      `Port ${sshd.port}`,
      `User ${sshd.user}`,
      `IdentityFile ${key}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${join(home, '.ssh', 'known_hosts')}`,
    ]
    writeFileSync(config, `${lines.join('\n  ')}\n`)
    const deps = testConnectionDeps(home, { configFile: config })
    const open = (signal: AbortSignal) =>
      openConnection(testTarget('bench', undefined, undefined), deps, { keys: {} }, signal)
    const host = () => {
      const link = createLink({ host: 'bench', user: () => sshd.user, open })
      const remote = createRemoteHost({
        serverId: 'bench',
        host: 'bench',
        user: sshd.user,
        open: link.exec,
        sudoPassword: async () => undefined,
        onRun: () => undefined,
      })
      return { link, remote }
    }
    const kept = host()
    const run = async ({ remote }: ReturnType<typeof host>) => {
      const { exitCode } = await remote.run(nothing, [], { signal: never })
      if (exitCode !== 0) throw new Error(`true ended with ${exitCode}`)
    }
    return {
      contenders: {
        async ssh() {
          await runProcess('ssh', ['-F', config, '-o', 'ControlMaster=no', 'bench', 'true'])
          return undefined
        },
        async kept() {
          await run(kept)
          return undefined
        },
        async connect() {
          const own = host()
          await run(own)
          own.link.close()
          return undefined
        },
      },
      async close() {
        kept.link.close()
        await sshd.stop()
        rmSync(folder, { recursive: true })
      },
    }
  },
}
