import { rm, statfs, writeFile } from 'node:fs/promises'
import { homeShell, inNetwork, onHome, type Listener } from './home.ts'
import { expiredCertificate, FRONT_NAME, frontCertificate } from './make/certificates.ts'
import { newSigningKey, SELECTOR, SIGNED_DOMAIN } from './make/dkim.ts'
import { HOME, PROJECT_DIR, RELAY } from './make/paths.ts'
import { containerOf } from './make/project.ts'
import { docker, must, run, until } from './make/run.ts'
import { firstLine } from './make/ready.ts'

/** Faults are injected below the protocol and each returns what takes it away again (which may be called twice). */
export type Undo = () => Promise<void>

const FILL = `${PROJECT_DIR}/.lab-fill`

type Drop = {
  /** What happens to a packet: silently lost (default), or refused with a reset. */
  readonly how?: 'drop' | 'reset'
  /** Only this TCP port: of the container itself (`in`, the default) or of whom it calls (`out`). Without it, everything. */
  readonly port?: number
  readonly direction?: 'in' | 'out'
}

/** iptables rules for a container's own namespace; its loopback stays. */
function rules({ how = 'drop', port, direction = 'in' }: Drop): readonly (readonly string[])[] {
  const input = ['INPUT', '!', '-i', 'lo']
  const output = ['OUTPUT', '!', '-o', 'lo']
  const tcp = (side: '--dport' | '--sport') => [
    '-p',
    'tcp',
    ...(port === undefined ? [] : [side, String(port)]),
  ]
  if (how === 'reset') {
    return [
      [
        ...(direction === 'in' ? input : output),
        ...tcp('--dport'),
        '-j',
        'REJECT',
        '--reject-with',
        'tcp-reset',
      ],
    ]
  }
  if (port === undefined)
    return [
      [...input, '-j', 'DROP'],
      [...output, '-j', 'DROP'],
    ]
  const [there, back] = direction === 'in' ? [input, output] : [output, input]
  return [
    [...there, ...tcp('--dport'), '-j', 'DROP'],
    [...back, ...tcp('--sport'), '-j', 'DROP'],
  ]
}

/** Lose or reset the packets of a container, inside its own network namespace. Established connections are hit as well. */
export async function cutPackets(container: string, drop: Drop = {}): Promise<Undo> {
  const made = rules(drop)
  for (const rule of made) await inNetwork(container, ['iptables', '-w', '-I', ...rule])
  return async () => {
    for (const rule of made) {
      await inNetwork(container, ['iptables', '-w', '-D', ...rule]).catch(() => undefined)
    }
  }
}

/** The line to the home server goes dead: packets vanish both ways, open connections hang. */
export const cutHome = (port?: number): Promise<Undo> =>
  cutPackets(HOME, port === undefined ? {} : { port })
/** One port of the relay provider answers no more (`drop`), or refuses (`reset`). */
export const cutRelay = (port: number, how: 'drop' | 'reset' = 'drop'): Promise<Undo> =>
  cutPackets(RELAY, { port, how })

/** A port of the relay provider leads to another one of its ports. */
export async function divertRelay(port: number, to: number): Promise<Undo> {
  const rule = [
    ...['PREROUTING', '-p', 'tcp', '--dport', String(port)],
    ...['-j', 'REDIRECT', '--to-ports', String(to)],
  ]
  await inNetwork(RELAY, ['iptables', '-w', '-t', 'nat', '-I', ...rule])
  return async () => {
    await inNetwork(RELAY, ['iptables', '-w', '-t', 'nat', '-D', ...rule]).catch(() => undefined)
  }
}

/** The relay provider's mail daemon stands still: the kernel takes connections for it, and nothing is said. */
export async function freezeRelay(): Promise<Undo> {
  await docker(['exec', RELAY, 'pkill', '-STOP', '-x', 'master|smtpd'])
  return async () => {
    await run('docker', ['exec', RELAY, 'pkill', '-CONT', '-x', 'master|smtpd'])
  }
}

/** Let only so many kilobits a second leave the home server. */
export async function slowHome(kilobits: number): Promise<Undo> {
  const shape = ['rate', `${kilobits}kbit`, 'burst', '16kbit', 'latency', '800ms']
  await inNetwork(HOME, ['tc', 'qdisc', 'replace', 'dev', 'eth0', 'root', 'tbf', ...shape])
  return async () => {
    await inNetwork(HOME, ['tc', 'qdisc', 'del', 'dev', 'eth0', 'root']).catch(() => undefined)
  }
}

/** Break every open SSH connection with a reset, as a rebooting router does, and leave new ones alone. */
export async function resetSshConnections(): Promise<void> {
  await inNetwork(HOME, [
    'ss',
    '-K',
    'state',
    'established',
    '( sport = :22 or sport = :2202 or sport = :2203 )',
  ])
}

/** Fill the project's disk; `leaveBytes` stay free (default none). */
export async function fillProjectDisk(leaveBytes = 0): Promise<Undo> {
  await run('dd', ['if=/dev/zero', `of=${FILL}`, 'bs=1M', 'status=none'])
  await run('dd', ['if=/dev/zero', `of=${FILL}.tail`, 'bs=1k', 'status=none'])
  if (leaveBytes > 0) {
    const { blocks, bsize } = await statfs(PROJECT_DIR)
    await must('truncate', ['-s', `-${Math.min(leaveBytes, blocks * bsize)}`, FILL])
  }
  return async () => {
    for (const file of [FILL, `${FILL}.tail`]) await rm(file, { force: true })
  }
}

/** kill -9 every process of a service's container that is called so (`master`, `nginx`, `dovecot`, …). */
export async function killDaemon(service: string, name: string): Promise<void> {
  const ran = await run('docker', ['exec', await containerOf(service), 'pkill', '-9', '-x', name])
  // 137: the container's first process was among them and took this one along
  if (ran.code !== 0 && ran.code !== 137) throw new Error(`${service} runs no ${name}`)
}

/** Show another host key on every listener from now on. */
export async function swapHostKeys(): Promise<Undo> {
  await useHostKeys('host-keys-other')
  return () => useHostKeys('host-keys')
}

async function useHostKeys(set: 'host-keys' | 'host-keys-other'): Promise<void> {
  const listeners: readonly Listener[] = ['default', 'narrow', 'pam']
  const reload = listeners.map(name => `/lab-sshd reload ${name}`).join(' && ')
  await homeShell(
    `cp /lab/${set}/* /etc/ssh/lab-host-keys/ && chmod 600 /etc/ssh/lab-host-keys/* && ${reload}`,
  )
  const wanted = await homeShell(`cut -d' ' -f1,2 /lab/${set}/ed25519.pub`)
  for (const port of [22, 2202, 2203]) {
    await until(`the other host key on ${port}`, 15_000, async () =>
      (
        await onHome(['ssh-keyscan', '-t', 'ed25519', '-p', String(port), '127.0.0.1'])
      ).stdout.includes(wanted),
    )
  }
}

/** The home server reboots: its processes and SSH connections die; the stack's containers are restarted as well if asked. */
export async function rebootHome(withStack = false): Promise<void> {
  const stack = withStack
    ? (await docker(['ps', '-q', '--filter', 'label=com.docker.compose.project=mailu'])).split('\n')
    : []
  await docker(['kill', HOME])
  if (stack.length > 0) await docker(['restart', '-t', '1', ...stack])
  await docker(['start', HOME])
  const ip = await docker([
    'inspect',
    '-f',
    '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
    HOME,
  ])
  for (const port of [22, 2202, 2203])
    await until('sshd', 30_000, async () => (await firstLine(ip, port)).startsWith('SSH'))
}

/** A service's container is stopped, as `docker stop` does; the undo starts it and waits until the port listens in it. */
export async function stopService(service: string, port: number): Promise<Undo> {
  const id = await containerOf(service)
  await docker(['stop', '-t', '1', id])
  return async () => {
    await docker(['start', id])
    await listensIn(service, id, port)
  }
}

/** A daemon ends in an orderly way inside a container that stays up and healthy; the undo restarts the container. */
export async function stopDaemon(service: string, name: string, port: number): Promise<Undo> {
  const id = await containerOf(service)
  await run('docker', ['exec', id, 'pkill', '-TERM', '-x', name])
  await until(`${name} to be gone`, 15_000, async () => !(await listens(id, port)))
  return async () => {
    await docker(['restart', '-t', '1', id])
    await listensIn(service, id, port)
  }
}

/** Processes whose name matches stand still (SIGSTOP): connections are taken by the kernel, nothing is ever said. */
export async function freezeDaemons(service: string, pattern: string): Promise<Undo> {
  const id = await containerOf(service)
  await docker(['exec', id, 'pkill', '-STOP', pattern])
  return async () => {
    await run('docker', ['exec', id, 'pkill', '-CONT', pattern])
  }
}

/** Postfix is told of a filter (milter) at a port where nobody listens, as after the death of rspamd; Mailu's own default action. */
export async function killFilter(): Promise<Undo> {
  const id = await containerOf('smtp')
  const set = async (filter: string): Promise<void> => {
    const words = [`smtpd_milters=${filter}`, 'milter_default_action=tempfail']
    await docker(['exec', id, 'postconf', '-e', ...words])
    await docker(['exec', id, 'postfix', 'reload'])
  }
  await set('inet:127.0.0.1:11332')
  return () => set('inet:antispam:11332')
}

/** antispam signs with a key that admin does not know, as a forgotten override of its own makes it do. */
export async function signWithForgottenKey(): Promise<Undo> {
  const folder = `${PROJECT_DIR}/overrides/rspamd`
  const id = await containerOf('antispam')
  const restart = async (): Promise<void> => {
    await docker(['restart', '-t', '1', id])
    await listensIn('antispam', id, 11332)
  }
  await writeFile(`${folder}/forgotten.key`, newSigningKey())
  await writeFile(
    `${folder}/dkim_signing.conf`,
    `use_vault = false;\ndomain { ${SIGNED_DOMAIN} { path = "/overrides/forgotten.key"; selector = "${SELECTOR}"; } }\n`,
  )
  await restart()
  return async () => {
    for (const name of ['forgotten.key', 'dkim_signing.conf'])
      await rm(`${folder}/${name}`, { force: true })
    await restart()
  }
}

/** Front shows a certificate for its own name that ended a month ago. */
export async function expireFrontCertificate(): Promise<Undo> {
  const { pem, key } = expiredCertificate(FRONT_NAME)
  await showCertificate(pem, key)
  return async () => {
    const good = await frontCertificate()
    await showCertificate(good.pem, good.key)
  }
}

async function showCertificate(pem: string | Buffer, key: string | Buffer): Promise<void> {
  await writeFile(`${PROJECT_DIR}/certs/cert.pem`, pem)
  await writeFile(`${PROJECT_DIR}/certs/key.pem`, key, { mode: 0o600 })
  await docker(['exec', await containerOf('front'), 'nginx', '-s', 'reload'])
}

const listens = async (id: string, port: number): Promise<boolean> =>
  (await run('docker', ['exec', id, 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`])).code === 0

const listensIn = (service: string, id: string, port: number): Promise<void> =>
  until(`${service} to listen`, 30_000, () => listens(id, port))
