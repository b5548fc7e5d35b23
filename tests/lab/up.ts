import { isClaimed, lockMaking } from './claim.ts'
import { readLab, type Lab } from './lab.ts'
import { ensureCertificates, CA_FILE } from './make/certificates.ts'
import {
  ensureHome,
  ensureNames,
  ensureNetworks,
  ensureReceiver,
  ensureRelay,
} from './make/containers.ts'
import { ensureSigningKey } from './make/dkim.ts'
import { ensureDisk } from './make/disk.ts'
import { describeLab, writeLab } from './make/document.ts'
import { engineAnswers, ensureEngine } from './make/engine.ts'
import { removeExtraProjects } from './make/extra.ts'
import { ensureImages } from './make/images.ts'
import { missingPackages } from './make/packages.ts'
import { ensurePeople } from './make/people.ts'
import { projectIsWritten, startProjects, writeProject } from './make/project.ts'
import { waitReady } from './make/ready.ts'
import { wakeDaemons } from './make/wake.ts'
import { say } from './make/run.ts'

/** `npm run lab:up`: bring the lab up, or see that it is up, and print its document on stdout. A lab that a suite holds is only shown. */
async function up(): Promise<void> {
  if (process.getuid?.() !== 0)
    throw new Error('the lab needs root: it mounts a disk and drives the engine')
  const missing = await missingPackages()
  if (missing.length > 0) {
    throw new Error(
      `these Debian packages are missing: ${missing.join(' ')}\n  apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    )
  }
  const held = await readLab().catch(() => undefined)
  if (held && (await engineAnswers()) && (await isClaimed())) {
    say('the lab is up and in use: only showing it')
    show(held)
    return
  }
  const release = await lockMaking()
  try {
    show(await make())
  } finally {
    release()
  }
}

const show = (lab: Lab): void => {
  process.stdout.write(`${JSON.stringify(lab, undefined, 2)}\n`)
}

/** Every step makes only what is missing or differs. */
async function make(): Promise<Lab> {
  const started = performance.now()
  await ensureEngine()
  await ensureCertificates()
  await ensureSigningKey()
  await ensurePeople()
  const stackBase = await ensureImages(CA_FILE)
  await ensureDisk()
  await ensureNetworks()
  await ensureRelay()
  await ensureNames()
  await ensureReceiver()
  await ensureHome()
  if (!(await projectIsWritten())) await writeProject()
  await removeExtraProjects()
  await startProjects(stackBase)
  await wakeDaemons()
  const lab = await describeLab()
  await waitReady(lab)
  await writeLab(lab)
  say(`up after ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return lab
}

await up().catch((error: unknown) => {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
