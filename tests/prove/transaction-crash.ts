/** The app is killed with -9 somewhere in the middle of a change: the server is left with the old file or the new one, and with a stack that works. */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { leaseSeconds } from '../../src/core/stack/transaction/lease.ts'
import type { Proof } from '../../scripts/prove/proof.ts'
import { claimLab } from '../lab/claim.ts'
import { createHomeCli, type HomeCli } from '../lab/home-cli.ts'
import { type Lab, readLab } from '../lab/lab.ts'
import { mailWorks } from '../lab/mail.ts'
import { containerOf } from '../lab/make/project.ts'
import { docker } from '../lab/make/run.ts'
import { reset } from '../lab/reset.ts'

const key = 'MESSAGE_SIZE_LIMIT'
/** The promise is three minutes; a little is for looking. */
const patienceMs = 190_000
/** For so long nobody need confirm; then the server decides. */
const trialMs = (leaseSeconds + 3) * 1000

/** The value that the smtp container runs with. */
async function valueInForce(): Promise<string | undefined> {
  const env = await docker(['inspect', '-f', '{{json .Config.Env}}', await containerOf('smtp')])
  const pair = (JSON.parse(env) as string[]).find(one => one.startsWith(`${key}=`))
  return pair?.slice(key.length + 1)
}

interface Facts {
  readonly lab: Lab
  readonly file: string
  readonly old: string
  readonly young: string
}

/** Why the server is not yet as it should be, or nothing. */
async function notYet({ lab, file, old, young }: Facts): Promise<string | undefined> {
  const text = await readFile(file, 'utf8')
  if (text !== old && text !== young) return 'the file is neither the old one nor the new one'
  const meant = new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1]
  const running = await valueInForce().catch(() => 'nothing')
  if (running !== meant)
    return `smtp runs with ${running ?? 'nothing'}, the file says ${meant ?? 'nothing'}`
  return (await mailWorks(lab).catch(() => false)) ? undefined : 'mail does not work'
}

/** Waits until the server has put itself right, without any help from here. */
async function settled(facts: Facts, end: number): Promise<string | undefined> {
  for (;;) {
    const why = await notYet(facts)
    if (why === undefined || Date.now() > end) return why
    await sleep(3000)
  }
}

/** Waits until no change is on trial any more, so that the next one may begin. */
async function quiet(cli: HomeCli): Promise<string | undefined> {
  const end = Date.now() + patienceMs
  for (;;) {
    const { pending } = await cli.json(['stack', 'status'])
    if ((pending as { state: string } | undefined)?.state !== 'armed') return undefined
    if (Date.now() > end) return 'the change is still on trial'
    await sleep(3000)
  }
}

export const proof: Proof = {
  about:
    'The command line is killed with -9 at any moment of a change of settings; within three minutes the file is byte for byte the old one or the new one, is in force, and mail works.',
  points: 20,
  needs: 'lab',
  async run({ points, chance, point, say }) {
    const lab = await readLab()
    const release = await claimLab()
    await reset(lab)
    const cli = await createHomeCli(lab, 'maria')
    try {
      const file = lab.projects[0]?.envFile ?? ''
      const began = Date.now()
      await cli.json(['stack', 'env', 'set', `${key}=50000001`])
      const wholeMs = Date.now() - began
      say(`an undisturbed change takes ${Math.round(wholeMs / 1000)} s`)
      for (let at = 0; at < points; at += 1) {
        const old = await readFile(file, 'utf8')
        const value = String(50_000_002 + at)
        const young = old.replace(new RegExp(`^${key}=.*$`, 'm'), `${key}=${value}`)
        const killAfterMs = chance.below(wholeMs)
        const { child, ended } = cli.start(['stack', 'env', 'set', `${key}=${value}`])
        const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
        await ended
        clearTimeout(timer)
        const killed = Date.now()
        // Until then the change may look finished and still be on trial.
        await sleep(trialMs)
        const why =
          (await settled({ lab, file, old, young }, killed + patienceMs)) ?? (await quiet(cli))
        const end = (await readFile(file, 'utf8')) === old ? 'old' : 'new'
        const seconds = Math.round((Date.now() - killed) / 1000)
        say(
          `killed after ${killAfterMs} ms: the ${end} file, quiet after ${seconds} s${why ? `: ${why}` : ''}`,
        )
        point(`killed after ${killAfterMs} ms`, why)
      }
    } finally {
      await cli.dispose()
      await reset(lab)
      release()
    }
  },
}
