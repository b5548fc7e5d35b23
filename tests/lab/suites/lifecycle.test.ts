/** Up, down, restart, recreate and pull with Docker's own meanings, on a real engine. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setEnv } from '../env.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import { mailWorks } from '../mail.ts'
import { STACK_IMAGES } from '../make/images.ts'
import { containerOf } from '../make/project.ts'
import { docker, until } from '../make/run.ts'
import { offerNewerImages } from '../registry.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let cli: HomeCli

beforeAll(async () => {
  cli = await createHomeCli(held(), 'maria')
})
afterAll(() => cli.dispose())

const inspect = (format: string, container: string): Promise<string> =>
  docker(['inspect', '-f', format, container])
const notApplied = async (): Promise<unknown> =>
  (await cli.json(['stack', 'status']))['notAppliedKeys']
const running = (): Promise<string> =>
  docker(['ps', '-q', '--filter', 'label=com.docker.compose.project=mailu'])

type Service = keyof typeof STACK_IMAGES

describe('restart and recreate', () => {
  test('N2f a restart keeps the container and its old settings, a recreate takes the new ones; until then the key is named', async () => {
    expect(await notApplied()).toEqual([])
    await setEnv(held(), { MESSAGE_SIZE_LIMIT: '41000000' })
    expect(await notApplied()).toEqual(['MESSAGE_SIZE_LIMIT'])

    const [old, startedAt] = [
      await containerOf('smtp'),
      await inspect('{{.State.StartedAt}}', await containerOf('smtp')),
    ]
    const restarted = await cli.json(['stack', 'restart', 'smtp'])
    expect(restarted['recreated']).toEqual([])
    expect(await containerOf('smtp')).toBe(old)
    expect(await inspect('{{.State.StartedAt}}', old)).not.toBe(startedAt)
    expect(await notApplied()).toEqual(['MESSAGE_SIZE_LIMIT'])

    const recreated = await cli.json(['stack', 'recreate'])
    expect(recreated['recreated']).toEqual(expect.arrayContaining(['front', 'smtp', 'admin']))
    expect(await containerOf('smtp')).not.toBe(old)
    expect(await inspect('{{.Config.Env}}', await containerOf('smtp'))).toContain(
      'MESSAGE_SIZE_LIMIT=41000000',
    )
    expect(await notApplied()).toEqual([])
  })

  test('N2f a service that is not there is named', async () => {
    const end = await cli.run(['stack', 'restart', 'webmail', '--json'])
    expect([end.code, JSON.stringify(end.json)]).toEqual([1, expect.stringContaining('webmail')])
  })
})

describe('down and up', () => {
  test('N2f down takes the containers away and nothing else; up brings mail back', async () => {
    await cli.json(['stack', 'down'])
    expect(await running()).toBe('')
    await cli.json(['stack', 'up'])
    await until('mail to work', 90_000, () => mailWorks(held()))
  })
})

describe('pull', () => {
  test('N2f without a registry that answers it says so in the words of Compose, and changes nothing', async () => {
    const before = await running()
    const end = await cli.run(['stack', 'pull', '--json'])
    expect([end.code, JSON.stringify(end.json)]).toEqual([
      1,
      expect.stringContaining('connection refused'),
    ])
    expect(await running()).toBe(before)
  })

  test('N2f a pull downloads only, and says which images the next recreate would start', async () => {
    const takeBack = await offerNewerImages(Object.keys(STACK_IMAGES) as Service[]) // its own keys
    try {
      const before = await running()
      const { nextImages } = await cli.json(['stack', 'pull'])
      const services = (nextImages as { service: string }[]).map(one => one.service) // by docs/cli.md
      expect(services.sort()).toEqual([
        'admin',
        'antispam',
        'front',
        'imap',
        'redis',
        'resolver',
        'smtp',
      ])
      expect(await running()).toBe(before)
    } finally {
      await takeBack()
    }
  })
})
