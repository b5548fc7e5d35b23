import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { COMPOSE_V2, inNetwork, onHome } from './home.ts'
import type { Lab } from './lab.ts'
import { removeExtraProjects } from './make/extra.ts'
import { HOME, PROJECT_DIR, RECEIVER, RELAY } from './make/paths.ts'
import { compose, containerOf, DATA_DIRS, seedMailUsers, writeProject } from './make/project.ts'
import { waitReady } from './make/ready.ts'
import { wakeDaemons } from './make/wake.ts'
import { docker, run } from './make/run.ts'
import { forgetRelayedMail, setRelayMode } from './relay.ts'
import { swapHostKeys } from './faults.ts'
import { resetReceiver } from './receiver.ts'
import { resetZones } from './zones.ts'

/** Back to the lab as `lab:up` left it: no faults, pristine files, only what differs recreated, empty queue, nothing at the relay. */
export async function reset(lab: Lab): Promise<void> {
  await undoFaults()
  await removeExtraProjects()
  await empty(PROJECT_DIR, [...DATA_DIRS, 'overrides', 'lost+found'])
  const overridden = await emptyOverrides()
  await writeProject()
  await compose(PROJECT_DIR, ['up', '-d', '--remove-orphans'])
  for (const service of overridden) await docker(['restart', '-t', '1', await containerOf(service)])
  await wakeDaemons()
  await seedMailUsers(true)
  const smtp = await containerOf('smtp')
  await run('docker', ['exec', smtp, 'postsuper', '-d', 'ALL'])
  await setRelayMode('normal')
  await forgetRelayedMail(lab)
  await resetZones()
  await resetReceiver()
  await waitReady(lab)
}

async function empty(dir: string, keep: readonly string[] = []): Promise<number> {
  const names = (await readdir(dir)).filter(name => !keep.includes(name))
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true })
  return names.length
}

/** Empty the override folders (they are mounted, so the folders themselves stay); returns the services that had something in theirs. */
async function emptyOverrides(): Promise<readonly string[]> {
  const folders = {
    nginx: 'front',
    dovecot: 'imap',
    postfix: 'smtp',
    rspamd: 'antispam',
  } as const
  const root = join(PROJECT_DIR, 'overrides')
  await empty(root, Object.keys(folders))
  const touched: string[] = []
  for (const [folder, service] of Object.entries(folders)) {
    const count = await empty(join(root, folder)).catch(() => 0)
    if (count > 0) touched.push(service)
  }
  return touched
}

async function undoFaults(): Promise<void> {
  for (const container of [HOME, RELAY, RECEIVER]) {
    const state = await run('docker', ['inspect', '-f', '{{.State.Running}}', container])
    if (state.stdout.trim() !== 'true') await docker(['start', container])
    await inNetwork(container, ['iptables', '-w', '-F'])
    await inNetwork(container, ['iptables', '-w', '-t', 'nat', '-F', 'PREROUTING'])
    await inNetwork(container, ['tc', 'qdisc', 'del', 'dev', 'eth0', 'root']).catch(() => undefined)
  }
  await run('docker', ['exec', RELAY, 'pkill', '-CONT', '-x', 'master|smtpd'])
  for (const name of ['.lab-fill', '.lab-fill.tail'])
    await rm(join(PROJECT_DIR, name), { force: true })
  await onHome(['rm', '-f', COMPOSE_V2])
  const same = await onHome([
    'cmp',
    '-s',
    '/lab/host-keys/ed25519.pub',
    '/etc/ssh/lab-host-keys/ed25519.pub',
  ])
  if (same.code !== 0) await (await swapHostKeys())()
  for (const name of ['default', 'narrow', 'pam']) await onHome(['/lab-sshd', 'start', name])
}
