/** What the containers say, live and masked. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { relaySettings, setEnv } from '../env.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import { homeShell } from '../home.ts'
import { submit } from '../mail.ts'
import { containerOf } from '../make/project.ts'
import { waitReady } from '../make/ready.ts'
import { docker, until } from '../make/run.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let cli: HomeCli

beforeAll(async () => {
  await setEnv(held(), relaySettings(held()), 'smtp')
  await waitReady(held()) // a new container has nothing to say yet
  cli = await createHomeCli(held(), 'maria')
})
afterAll(() => cli.dispose())

/** A line in a service's log, as its first process would write one. */
const say = async (service: string, line: string): Promise<void> => {
  await docker(['exec', '-i', await containerOf(service), 'sh', '-c', 'cat > /proc/1/fd/1'], {
    input: `${line}\n`,
  })
}
/** How many Docker clients run on the home server. */
const followers = async (): Promise<number> => Number(await homeShell('pgrep -cx docker || true'))

describe('stack logs', () => {
  test('N2g one service, its last lines, stamped by the engine', async () => {
    const { lines } = await cli.json(['stack', 'logs', 'smtp', '--tail', '5'])
    const got = lines as { at: string; service: string }[] // by docs/cli.md
    expect(got.length).toBeLessThanOrEqual(5)
    expect(new Set(got.map(one => one.service))).toEqual(new Set(['smtp']))
    expect(got.every(one => !Number.isNaN(Date.parse(one.at)))).toBe(true)
  })

  test('N2g all services, live: a mail is seen on its way, and Ctrl-C leaves nothing running on the server', async () => {
    const following = cli.start(['stack', 'logs', '--follow', '--since', '1s'])
    let seen = ''
    following.child.stdout!.on('data', (part: Buffer) => (seen += part.toString()))
    await until('the followers to run', 60_000, async () => (await followers()) >= 6)
    const [from, to] = held().mailUsers
    const subject = randomUUID()
    await submit(held(), { from: from!.email, to: to!.email, subject })
    await until('the delivery in the log', 30_000, async () =>
      Promise.resolve(/smtp.*status=sent/.test(seen) && /imap/.test(seen)),
    )
    following.child.kill('SIGINT')
    expect((await following.ended).code).toBe(130)
    expect(await followers()).toBe(0)
  })

  test('N2g an app that is killed leaves nothing running on the server either', async () => {
    const following = cli.start(['stack', 'logs', '--follow', '--since', '1s'])
    await until('the followers to run', 60_000, async () => (await followers()) >= 6)
    following.child.kill('SIGKILL')
    await following.ended
    await until('no follower to be left', 30_000, async () => (await followers()) === 0)
  })

  test('N2g a follower goes on over the recreate of its service', async () => {
    const following = cli.start(['stack', 'logs', 'smtp', '--follow', '--since', '1s'])
    let seen = ''
    following.child.stdout!.on('data', (part: Buffer) => (seen += part.toString()))
    const old = await containerOf('smtp')
    await cli.json(['stack', 'recreate', 'smtp'])
    expect(await containerOf('smtp')).not.toBe(old)
    const mark = randomUUID()
    await until('a line of the new container', 60_000, async () => {
      await say('smtp', mark)
      return seen.includes(mark)
    })
    following.child.kill('SIGINT')
    await following.ended
  })

  test('N2g a secret that a container prints is masked', async () => {
    await cli.json(['stack', 'env', 'get'])
    const mark = randomUUID()
    await say(
      'smtp',
      `${mark} RELAYPASSWORD=${held().relay.password} and again ${held().relay.password}`,
    )
    const { code, stdout } = await cli.run(['stack', 'logs', 'smtp', '--since', '30s'])
    expect(code).toBe(0)
    expect(stdout).toContain(mark)
    expect(stdout).not.toContain(held().relay.password)
  })
})
