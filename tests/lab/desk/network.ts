/** A network namespace beside the home server, on the same wire: the computer that Postern runs on, whose line can be cut alone. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { HOME_NETWORK } from '../make/paths.ts'
import { docker, must, run } from '../make/run.ts'

export const DESK = 'postern-lab-desk'
const ADDRESS = '172.30.77.9'
const OUTSIDE = 'ptdesk0'
const resolvers = `/etc/netns/${DESK}`

const ip = (...words: string[]) => must('ip', words)

export interface DeskNetwork {
  /** Words in front of a command that is to run at the desk. */
  readonly prefix: readonly string[]
  /** The plug is pulled: the network is still configured, nothing goes through. */
  cut(): Promise<unknown>
  mend(): Promise<unknown>
  remove(): Promise<void>
}

/** Lays the wire. The desk asks its names of the lab's gateway (`names.ts` answers there). */
export async function layDeskNetwork(): Promise<DeskNetwork> {
  await removeDeskNetwork()
  const id = await docker(['network', 'inspect', '-f', '{{.Id}}', HOME_NETWORK.name])
  await mkdir(resolvers, { recursive: true })
  await writeFile(`${resolvers}/resolv.conf`, `nameserver ${HOME_NETWORK.gateway}\n`)
  await ip('netns', 'add', DESK)
  await ip('link', 'add', OUTSIDE, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', DESK)
  await ip('link', 'set', OUTSIDE, 'master', `br-${id.slice(0, 12)}`, 'up')
  await ip('-n', DESK, 'link', 'set', 'lo', 'up')
  await ip('-n', DESK, 'addr', 'add', `${ADDRESS}/24`, 'dev', 'eth0')
  await ip('-n', DESK, 'link', 'set', 'eth0', 'up')
  await ip('-n', DESK, 'route', 'add', 'default', 'via', HOME_NETWORK.gateway)
  return {
    prefix: ['ip', 'netns', 'exec', DESK],
    cut: () => ip('link', 'set', OUTSIDE, 'down'),
    mend: () => ip('link', 'set', OUTSIDE, 'up'),
    remove: removeDeskNetwork,
  }
}

async function removeDeskNetwork(): Promise<void> {
  await run('ip', ['link', 'del', OUTSIDE])
  await run('ip', ['netns', 'del', DESK])
  await rm(resolvers, { recursive: true, force: true })
}
