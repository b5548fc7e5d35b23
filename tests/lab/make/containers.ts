import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { MADE_ZONES } from './dkim.ts'
import { HOME_IMAGE, NAMES_IMAGE, RECEIVER_IMAGE, RELAY_IMAGE } from './images.ts'
import {
  HOME,
  HOME_IP,
  HOME_NETWORK,
  NAME_SERVER_IPS,
  NAMES,
  PROVIDER_NETWORK,
  RECEIVER,
  RECEIVER_HOME_IP,
  RECEIVER_IP,
  RELAY,
  RELAY_IP,
  RESOLVER_IPS,
  SHARE,
  STATE,
} from './paths.ts'
import { recipeOf } from './recipe.ts'
import { docker, run, say } from './run.ts'

const LABEL = 'postern.lab.run'

/** A login that is awkward on purpose: `$`, `#` and quotes are what breaks in env files. */
export const RELAY_LOGIN = { user: 'postern-lab', password: `s3cret$relay#9` } as const

/** The mailbox elsewhere. */
export const RECEIVER_LOGIN = { user: 'me@friend.test', password: 'a friend, "elsewhere"' } as const

export async function ensureNetworks(): Promise<void> {
  for (const network of [HOME_NETWORK, PROVIDER_NETWORK]) {
    if ((await run('docker', ['network', 'inspect', network.name])).code === 0) continue
    const range = ['--subnet', network.subnet, '--gateway', network.gateway]
    await docker(['network', 'create', '--label', 'postern.lab=1', ...range, network.name])
  }
}

/** Run a container unless the very same one (image and arguments) runs already; one that differs or stopped is replaced. True if one was started. */
async function ensureContainer(
  name: string,
  image: string,
  args: readonly string[],
  files: readonly string[],
  command: readonly string[] = [],
): Promise<boolean> {
  const id = await docker(['image', 'inspect', '-f', '{{.Id}}', image])
  const wanted = await recipeOf(files, [id, ...args, ...command])
  const format = `{{.State.Running}} {{index .Config.Labels "${LABEL}"}}`
  if ((await run('docker', ['inspect', '-f', format, name])).stdout.trim() === `true ${wanted}`)
    return false
  await run('docker', ['rm', '-f', name])
  say(`starting ${name}`)
  await docker([
    'run',
    '-d',
    '--name',
    name,
    '--label',
    'postern.lab=1',
    '--label',
    `${LABEL}=${wanted}`,
    ...args,
    image,
    ...command,
  ])
  return true
}

/** The home server: sees the engine's socket, the shared folder at the same path, and its people and keys read-only. */
export async function ensureHome(): Promise<void> {
  const home = `${STATE}/home`
  await ensureContainer(
    HOME,
    HOME_IMAGE,
    ['--hostname', 'home', '--network', HOME_NETWORK.name, '--ip', HOME_IP]
      .concat(['-v', '/var/run/docker.sock:/var/run/docker.sock', '-v', `${SHARE}:${SHARE}`])
      .concat(['-v', `${home}:/lab:ro`]),
    [`${home}/users.tsv`, `${home}/keys`, `${home}/host-keys`, `${home}/host-keys-other`],
  )
}

/** The name servers and resolvers; one container may take further addresses of its network. */
export async function ensureNames(): Promise<void> {
  const [first, second] = NAME_SERVER_IPS
  const command = ['/names/start.sh', first, second, ...RESOLVER_IPS]
  await ensureContainer(
    NAMES,
    NAMES_IMAGE,
    ['--hostname', 'names', '--network', HOME_NETWORK.name, '--ip', first].concat([
      '--cap-add',
      'NET_ADMIN',
      '-v',
      `${MADE_ZONES}:/lab:ro`,
    ]),
    [MADE_ZONES],
    command,
  )
}

/** The relay provider, on a network of its own that only smtp shares. Its host name is not its mail name: Docker would answer for that, and hide the MX. */
export async function ensureRelay(): Promise<void> {
  const relay = `${STATE}/relay`
  await mkdir(`${relay}/mail`, { recursive: true })
  await chmod(`${relay}/mail`, 0o777)
  await writeFile(`${relay}/lab/user`, RELAY_LOGIN.user)
  await writeFile(`${relay}/lab/password`, RELAY_LOGIN.password)
  await ensureContainer(
    RELAY,
    RELAY_IMAGE,
    ['--hostname', 'provider', '--network', PROVIDER_NETWORK.name, '--ip', RELAY_IP].concat([
      '-v',
      `${relay}/lab:/lab:ro`,
      '-v',
      `${relay}/mail:/mail`,
    ]),
    [`${relay}/lab`],
  )
}

/** A mailbox at somebody else's, which mail for friend.test is relayed to. It asks the lab's resolvers what a sender publishes. */
export async function ensureReceiver(): Promise<void> {
  const folder = `${STATE}/receiver`
  await writeFile(`${folder}/user`, RECEIVER_LOGIN.user)
  await writeFile(`${folder}/password`, RECEIVER_LOGIN.password)
  const isNew = await ensureContainer(
    RECEIVER,
    RECEIVER_IMAGE,
    ['--hostname', 'mx', '--network', PROVIDER_NETWORK.name, '--ip', RECEIVER_IP].concat([
      '-v',
      `${folder}:/lab:ro`,
    ]),
    [folder],
    ['/receiver/start.sh', ...RESOLVER_IPS],
  )
  if (isNew)
    await docker(['network', 'connect', '--ip', RECEIVER_HOME_IP, HOME_NETWORK.name, RECEIVER])
}
