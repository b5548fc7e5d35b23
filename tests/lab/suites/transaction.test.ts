/** A change of settings on a real server, with everything that can go wrong in the middle of it. */
import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { relaySettings, setEnv } from '../env.ts'
import { cutHome, fillProjectDisk, killDaemon, rebootHome } from '../faults.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import { homeShell } from '../home.ts'
import type { Lab } from '../lab.ts'
import { mailWorks } from '../mail.ts'
import { containerOf } from '../make/project.ts'
import { docker, until } from '../make/run.ts'
import { containerIds, recreatedBy } from '../plan.ts'
import { sampled } from '../sampled.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let cli: HomeCli
let envFile: string
/** A setting that smtp and front read, whose change is harmless. */
const harmless = 'MESSAGE_SIZE_LIMIT=40000000'
const longestMs = 180_000

beforeAll(async () => {
  lab = held()
  await setEnv(lab, relaySettings(lab), 'smtp')
  envFile = lab.projects.find(one => one.isMailu)!.envFile!
  cli = await createHomeCli(lab, 'maria')
})
afterEach(async () => {
  await until('the watchdog to have ended', 200_000, async () => (await postern()) === 'copies')
})
afterAll(async () => {
  await cli.dispose()
})

const file = (): Promise<string> => readFile(envFile, 'latin1')
const postern = (): Promise<string> =>
  homeShell(`ls '${lab.projects[0]!.dir}/.postern' 2>/dev/null | grep -v last || echo copies`)
const envOf = async (service: string): Promise<string> =>
  docker(['inspect', '-f', '{{range .Config.Env}}{{println .}}{{end}}', await containerOf(service)])
const greeting = async (service: string, port: number): Promise<boolean> => {
  const program = `import socket;s=socket.create_connection(("127.0.0.1",${port}),5);print(s.recv(9))`
  const said = await docker(['exec', await containerOf(service), 'python3', '-c', program])
  return /220|\* OK/.test(said)
}
const bannersAreBack = async (): Promise<boolean> =>
  (await greeting('smtp', 25)) && (await greeting('imap', 143)) && (await mailWorks(lab))
describe('an edit that breaks something', () => {
  test.each(
    sampled([
      ['stops Postfix', 'MESSAGE_SIZE_LIMIT=99999999999999999999', 'smtp'],
      ['loses the way to admin', 'ADMIN_ADDRESS=10.255.255.1', 'receive'],
    ] as const),
  )('B7 that %s is undone within three minutes', async (_, edit, lost) => {
    const before = await file()
    const began = performance.now()
    const end = await cli.run(['stack', 'env', 'set', edit, '--json'])
    expect(end.code).toBe(1)
    expect(end.stdout).toContain(lost)
    expect(await file()).toBe(before)
    await until('the banners to be back', longestMs - (performance.now() - began), bannersAreBack)
  })

  test('B7 that only loses the relay login is undone', async () => {
    const before = await file()
    const end = await cli.run(['stack', 'env', 'set', 'RELAYUSER=nobody', '--json'])
    expect(end.code).toBe(1)
    expect(end.stdout).toContain('relay-login')
    expect(await file()).toBe(before)
    expect(await envOf('smtp')).toContain(`RELAYUSER=${lab.relay.user}`)
  })

  test.each(['MESSAGE_SIZE_LIMIT=abc', 'AUTH_RATELIMIT_EXEMPTION=everybody', 'SUBNET=nonsense'])(
    'that Mailu could never take, %s, is refused before anything is written',
    async edit => {
      const [before, running] = [await file(), await containerIds()]
      const end = await cli.run(['stack', 'env', 'set', edit])
      expect(end.code).toBe(1)
      expect([await file(), await containerIds()]).toEqual([before, running])
    },
  )
})

describe('in the middle of a change', () => {
  const killed = async (): Promise<void> => {
    const before = await file()
    const running = cli.start(['stack', 'env', 'set', harmless])
    await running.said('checking that all still works')
    running.child.kill('SIGKILL')
    await running.ended
    expect(await file()).not.toBe(before)
    await until('the old file', longestMs, async () => (await file()) === before)
    await until('the old containers', 60_000, async () =>
      (await envOf('smtp')).includes('MESSAGE_SIZE_LIMIT=50000000'),
    )
    await until('the banners to be back', 60_000, bannersAreBack)
  }

  const cut = async (): Promise<void> => {
    const before = await file()
    const running = cli.start(['stack', 'env', 'set', harmless])
    await running.said('recreating containers')
    const mend = await cutHome()
    try {
      await until('the old file', longestMs, async () => (await file()) === before)
    } finally {
      await mend()
    }
    expect((await running.ended).code).toBe(1)
    await until('the banners to be back', 60_000, bannersAreBack)
  }

  const edited = async (): Promise<void> => {
    const before = await file()
    const running = cli.start([
      'stack',
      'env',
      'set',
      'MESSAGE_SIZE_LIMIT=99999999999999999999',
      '--json',
    ])
    await running.said('checking that all still works')
    const second = `${before}# by hand\n`
    await writeFile(envFile, second)
    const end = await running.ended
    expect(end.stdout).toContain('left-alone')
    expect(await file()).toBe(second)
    await writeFile(envFile, before)
    await cli.json(['stack', 'up'])
    await until('the banners to be back', 60_000, bannersAreBack)
  }

  const restarted = async (): Promise<void> => {
    const before = await file()
    const running = cli.start(['stack', 'env', 'set', harmless])
    await running.said('checking that all still works')
    running.child.kill('SIGKILL')
    await rebootHome(true)
    expect(await file()).not.toBe(before)
    await until('the outcome', 90_000, async () => {
      const { pending } = await cli.json(['stack', 'status'])
      return (pending as { state?: string } | undefined)?.state === 'rolled-back'
    })
    expect(await file()).toBe(before)
    await until('the banners to be back', 60_000, bannersAreBack)
  }

  test.each(
    sampled([
      ['kill -9 of the app: the server puts itself right within three minutes', killed],
      ['an edit by somebody else survives', edited],
      ['the line is cut: the server puts itself right, and the app says so', cut],
      ['everything restarts: the next connection finishes it', restarted],
    ] as const),
  )('%s', async (_, happens) => happens())
})

describe('circumstances', () => {
  test('a full disk: the old file is intact, and it is said', async () => {
    const before = await file()
    const free = await fillProjectDisk()
    try {
      const end = await cli.run(['stack', 'env', 'set', harmless, '--json'])
      expect(end.code).toBe(1)
      expect(end.stdout).toContain('disk-full')
      expect(await file()).toBe(before)
    } finally {
      await free()
    }
  })

  test('a file of a group that the login is not in is changed as root, and keeps owner and group', async () => {
    const { dir } = lab.projects.find(one => one.isMailu)!
    const ownerOf = async (path: string): Promise<string> =>
      (await homeShell(`stat -c '%U:%G' '${path}'`)).trim()
    const [ofFile, ofDir] = [await ownerOf(envFile), await ownerOf(dir)]
    await homeShell(`chown maria '${dir}' && chown maria:root '${envFile}'`)
    try {
      const end = await cli.json(['stack', 'env', 'set', 'MESSAGE_RATELIMIT=180/day'])
      expect([end['outcome'], await ownerOf(envFile)]).toEqual(['committed', 'maria:root'])
    } finally {
      await homeShell(`chown '${ofFile}' '${envFile}' && chown '${ofDir}' '${dir}'`)
    }
  })

  test('a stack that was broken before stays editable', async () => {
    await killDaemon('imap', 'dovecot')
    const end = await cli.json(['stack', 'env', 'set', 'MESSAGE_RATELIMIT=190/day'])
    expect(end['outcome']).toBe('committed')
    await docker(['restart', '-t', '1', await containerOf('imap')])
  })

  test.each(['SITENAME="never closed', 'SITENAME: as in YAML', 'SITENAME=${'])(
    'a file with the line %s is refused under this Compose v1',
    async line => {
      const before = await file()
      await writeFile(envFile, `${before}${line}\n`)
      const drafted = await file()
      const end = await cli.run(['stack', 'env', 'set', harmless])
      expect([line, end.code]).toEqual([line, 1])
      expect(await file()).toBe(drafted)
      await writeFile(envFile, before)
    },
  )

  test.each(
    sampled([
      ['RECIPIENT_DELIMITER=.', ['admin', 'front', 'imap', 'smtp']],
      ['OUTBOUND_TLS_LEVEL=encrypt', ['smtp']],
    ] as const),
  )('N2d %s recreates exactly %j, as said beforehand', async (edit, expected) => {
    expect(await recreatedBy(cli, edit)).toEqual({ planned: expected, changed: expected })
  })
})
