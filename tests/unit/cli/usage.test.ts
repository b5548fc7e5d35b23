import { describe, expect, test } from 'vitest'
import { commands } from '../../../src/cli/commands/index.ts'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const slips = [
  '',
  'nonsense',
  'servers',
  'stack env',
  'servers add',
  'servers add home',
  'servers add home --host',
  'servers add home --host --user x',
  'servers add home --host h --port abc',
  'servers add home --host h --port 70000',
  'servers add home --host h --host i',
  'servers add home --host h --nonsense',
  'servers add home --host h -p 22',
  'servers add home --host h --accept-host-key MD5:x',
  'servers add home --host h --password-stdin --password-env X',
  'servers add home --host h --password-env NOT_SET',
  'servers list extra',
  'servers list --json=yes',
  'servers remove',
  'stack restart',
  'stack env set',
  'stack env set NOVALUE',
  'stack env set =x',
  'stack env edit A=1',
  'stack env edit --file env --compose v3 A=1',
  'stack logs --tail -1',
  'relay set',
  'relay set --provider generic --tls-level none',
  'settings set theme=pink',
  'settings set colour=red',
  'settings set theme',
] as const

describe('words that are not understood', () => {
  test.each(slips)('N12a “postern %s” ends with 2, says why, and asks nothing', async typed => {
    const bridge = fakeBridge()
    const ran = await runPostern(typed.split(' ').filter(Boolean), bridge, {
      stdin: '',
      files: { env: 'A=1\n' },
    })
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(/^postern: .+\n {2}Now: {2}Type postern.* --help for help\.\n$/)
    const asked = bridge.calls.map(({ method }) => method)
    expect(asked.filter(method => !['stack.envKeys', 'servers.list'].includes(method))).toEqual([])
  })

  test('with --json they are a document of the published form', async () => {
    const ran = await runPostern(['servers', 'add', '--json'], fakeBridge())
    expect(ran).toMatchObject({ code: 2, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'usage', words: { what: 'NAME is missing.' } },
    })
  })

  test('an empty stdin in place of a password is a slip, not an empty password', async () => {
    const bridge = fakeBridge()
    const typed = ['servers', 'add', 'home', '--host', 'h', '--password-stdin']
    const ran = await runPostern(typed, bridge, { stdin: '\n' })
    expect({ code: ran.code, calls: bridge.calls }).toEqual({
      code: 2,
      calls: [],
    })
  })
})

describe('help', () => {
  test('names every command, and asks nothing of anybody', async () => {
    const ran = await runPostern(['--help'], fakeBridge())
    expect(ran).toMatchObject({ code: 0, stderr: '', dataDirs: [] })
    expect(commands.filter(({ path }) => !ran.stdout.includes(`  ${path}`))).toEqual([])
  })

  test.each(commands.map(({ path }) => path))('of “%s” names its options', async path => {
    const command = commands.find(one => one.path === path)
    const ran = await runPostern([...path.split(' '), '--help'], fakeBridge())
    expect(ran.code).toBe(0)
    const names = command?.options.map(({ name }) => `--${name}`) ?? ['?']
    expect(names.filter(name => !ran.stdout.includes(name))).toEqual([])
  })

  test('of a group lists the group', async () => {
    const ran = await runPostern(['help', 'stack', 'env'], fakeBridge())
    expect(ran.stdout).toMatch(/^postern stack env COMMAND/)
    expect(ran.stdout).not.toContain('relay')
  })

  test('--version is the version and nothing else', async () => {
    expect(await runPostern(['--version'], fakeBridge())).toMatchObject({
      code: 0,
      stdout: '1.2.3\n',
    })
  })
})
