import { rm } from 'node:fs/promises'
import { lockMaking } from './claim.ts'
import { removeDisk } from './make/disk.ts'
import { engineAnswers, stopOwnEngine } from './make/engine.ts'
import {
  HOME,
  HOME_NETWORK,
  LAB_FILE,
  NAMES,
  PROVIDER_NETWORK,
  RECEIVER,
  REGISTRY,
  RELAY,
  SHARE,
  STATE,
} from './make/paths.ts'
import { docker, run, say } from './make/run.ts'

/** Ids of the containers whose compose project lies in the lab's folder or was started by the home server, and of the lab's own. */
async function labContainers(): Promise<readonly string[]> {
  const format =
    '{{.ID}}\t{{.Names}}\t{{.Label "com.docker.compose.project.working_dir"}}\t{{.Label "postern.lab"}}'
  const rows = (await docker(['ps', '-a', '--format', format]))
    .split('\n')
    .map(row => row.split('\t'))
  return rows
    .filter(
      ([, name = '', dir = '', own = '']) =>
        [HOME, RELAY, NAMES, RECEIVER, REGISTRY].includes(name) ||
        own !== '' ||
        dir.startsWith(`${SHARE}/`),
    )
    .map(([id = '']) => id)
}

/** `npm run lab:down`: remove what `lab:up` made, and nothing else. Images, keys and certificates stay for next time unless `--purge`. */
async function down(purge: boolean): Promise<void> {
  const release = await lockMaking()
  try {
    await unmake(purge)
  } finally {
    release()
  }
}

async function unmake(purge: boolean): Promise<void> {
  if (await engineAnswers()) {
    const ids = await labContainers()
    if (ids.length > 0) await docker(['rm', '-f', '-v', ...ids])
    const labelled = ['network', 'ls', '-q', '--filter']
    const networks = await docker([...labelled, 'label=postern.lab'])
    const defaults = await docker([
      'network',
      'ls',
      '--format',
      '{{.Name}}',
      '--filter',
      'label=com.docker.compose.network=default',
    ])
    const ours = defaults
      .split('\n')
      .filter(name => name === 'mailu_default' || name === 'shop_default')
    for (const name of [
      ...ours,
      ...networks.split('\n'),
      HOME_NETWORK.name,
      PROVIDER_NETWORK.name,
    ]) {
      if (name !== '') await run('docker', ['network', 'rm', name])
    }
    if (purge) {
      const images = await docker(['images', '--format', '{{.Repository}}:{{.Tag}}'])
      const made = images
        .split('\n')
        .filter(tag => tag.startsWith('postern-lab/') || tag.startsWith('127.0.0.1:5077/'))
      if (made.length > 0) await run('docker', ['rmi', '-f', ...made])
    }
  }
  await removeDisk()
  await rm(SHARE, { recursive: true, force: true })
  await rm(LAB_FILE, { force: true })
  await rm(`${STATE}/relay/mail`, { recursive: true, force: true })
  if (await stopOwnEngine()) say('ended the dockerd that lab:up had started')
  if (purge) await rm(STATE, { recursive: true, force: true })
  say('down')
}

await down(process.argv.includes('--purge')).catch((error: unknown) => {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
