/** `npm run e2e:lab -- …`: the window suite against real faults, on the real Electron at a desk of its own beside the lab's home server. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { claimLab } from '../claim.ts'
import { relaySettings, setEnv } from '../env.ts'
import { readLab } from '../lab.ts'
import { until } from '../make/run.ts'
import { mailWorks } from '../mail.ts'
import { reset } from '../reset.ts'
import { HAND } from './fault.ts'
import { reachOut } from './hand.ts'
import { answerNames } from './names.ts'
import { layDeskNetwork } from './network.ts'

async function run(): Promise<number> {
  if (process.getuid?.() !== 0) throw new Error('this suite needs root: it breaks the lab')
  const lab = await readLab()
  const release = await claimLab(2_400_000)
  const ends: (() => unknown)[] = [release, () => reset(lab)]
  try {
    await reset(lab)
    await setEnv(lab, relaySettings(lab), 'smtp')
    await until('mail to work', 60_000, () => mailWorks(lab))
    const desk = await layDeskNetwork()
    ends.push(() => desk.remove())
    ends.push(await answerNames(lab))
    const hand = await reachOut(lab, desk)
    ends.push(() => hand.stop())
    const e2e = [resolve('scripts/e2e.ts'), '--project=lab', ...process.argv.slice(2)]
    const [program = '', ...words] = [...desk.prefix, process.execPath, ...e2e]
    const env = { ...process.env, [HAND]: hand.path, NODE_EXTRA_CA_CERTS: lab.caFile }
    const child = spawn(program, words, { stdio: 'inherit', env })
    // Ended from outside, the suite ends, and the lab is put right all the same.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill())
    const [code] = (await once(child, 'close')) as [number | null]
    return code ?? 1
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
