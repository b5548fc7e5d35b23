import { isMounted } from './make/disk.ts'
import { engineAnswers } from './make/engine.ts'
import { HOME, NAMES, PROJECT_DIR, RECEIVER, RELAY } from './make/paths.ts'
import { docker } from './make/run.ts'
import { readLab } from './lab.ts'

/** `npm run lab:status`: what of the lab is there, as JSON on stdout; exit code 0 if all of it, else 1. */
async function status(): Promise<boolean> {
  const engine = await engineAnswers()
  const lab = await readLab().catch(() => undefined)
  const disk = await isMounted(PROJECT_DIR)
  const rows = engine
    ? await docker(['ps', '-a', '--format', '{{.Names}}\t{{.State}}\t{{.Status}}'])
    : ''
  const containers = rows
    .split('\n')
    .map(row => row.split('\t'))
    .filter(
      ([name = '']) =>
        [HOME, RELAY, NAMES, RECEIVER].includes(name) || /^(mailu|shop)[_-]/.test(name),
    )
    .map(([name = '', state = '', text = '']) => ({ name, state, status: text }))
  const up =
    engine &&
    disk &&
    lab !== undefined &&
    containers.length >= 13 &&
    containers.every(c => c.state === 'running')
  process.stdout.write(
    `${JSON.stringify({ up, engine, disk, document: lab !== undefined, containers }, undefined, 2)}\n`,
  )
  return up
}

process.exitCode = (await status()) ? 0 : 1
