import { stat } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { cutHome, cutRelay, fillProjectDisk, rebootHome, swapHostKeys } from '../faults.ts'
import { homeShell, inNetwork, markSshdLog, onHome, withComposeV2 } from '../home.ts'
import { person, type Lab } from '../lab.ts'
import { containerOf } from '../make/project.ts'
import { firstLine } from '../make/ready.ts'
import { docker, run, until } from '../make/run.ts'
import { removeExtraProjects } from '../make/extra.ts'
import { addProject } from '../projects.ts'
import { useLab } from '../use-lab.ts'
import { login } from './ssh.ts'

const held = useLab()
let lab: Lab
beforeAll(() => {
  lab = held()
})

describe('people', () => {
  test.each(['maria', 'dora', 'nils', 'with-bash', 'with-dash', 'with-fish', 'with-tcsh', 'root'])(
    '%s logs in with the key on all three listeners',
    async name => {
      for (const port of Object.values(lab.ssh.ports)) {
        const said = await login(lab, name, { port, key: person(lab, name).keyFile! }, 'id -un')
        expect(said.stdout.trimEnd().split('\n').at(-1)).toBe(name)
      }
    },
  )

  test('maria logs in with the key that has a passphrase', async () => {
    const { file, passphrase } = person(lab, 'maria').lockedKey!
    const said = await login(
      lab,
      'maria',
      { port: lab.ssh.ports.default, key: file, passphrase },
      'id -un',
    )
    expect(said.stdout).toBe('maria\n')
  })

  test('petra logs in with the password by default and by keyboard-interactive under PAM, and with nothing else', async () => {
    const { password } = person(lab, 'petra')
    expect(
      (await login(lab, 'petra', { port: lab.ssh.ports.default, password: password! }, 'id -un'))
        .stdout,
    ).toBe('petra\n')
    expect(
      (await login(lab, 'petra', { port: lab.ssh.ports.pam, interactive: password! }, 'id -un'))
        .stdout,
    ).toBe('petra\n')
    await expect(
      login(lab, 'petra', { port: lab.ssh.ports.pam, password: password! }, 'id -un'),
    ).rejects.toThrow(/authentication/)
  })

  test('sudo asks maria, petra and the shell users for the password, not nils, and does not know dora', async () => {
    const sudo = async (name: string) =>
      (await onHome(['sudo', '-k', '-n', 'id', '-un'], { user: name })).code
    const withPassword = async (name: string) =>
      (
        await onHome(['sudo', '-k', '-S', '-p', '', 'id', '-un'], {
          user: name,
          input: `${person(lab, name).password}\n`,
        })
      ).stdout
    expect(await Promise.all(['maria', 'petra', 'nils', 'dora'].map(sudo))).toEqual([1, 1, 0, 1])
    expect(await Promise.all(['maria', 'petra', 'with-fish'].map(withPassword))).toEqual([
      'root\n',
      'root\n',
      'root\n',
    ])
  })

  test('dora drives the engine but neither reads nor writes the root-owned files', async () => {
    const as = async (...args: string[]) => (await onHome(args, { user: 'dora' })).code
    expect(await as('docker', 'ps')).toBe(0)
    expect(await as('cat', lab.projects[0]!.envFile!)).not.toBe(0)
    expect(await as('touch', `${lab.projects[0]!.dir}/x`)).not.toBe(0)
  })

  test('the login shells print before every command', async () => {
    for (const shell of ['bash', 'dash', 'fish', 'tcsh']) {
      const said = await login(
        lab,
        `with-${shell}`,
        { port: 22, key: person(lab, `with-${shell}`).keyFile! },
        'true',
      )
      expect(said.stdout.length).toBeGreaterThan(10)
    }
  })
})

describe('ssh', () => {
  test('the third session on one connection is refused by the narrow listener and welcome at the default one', async () => {
    const key = person(lab, 'maria').keyFile!
    const ask = (port: number) =>
      login(lab, 'maria', { port, key, sessions: 3 }, 'sleep 1; echo ok')
    expect((await ask(lab.ssh.ports.default)).stdout).toBe('ok\nok\nok\n')
    await expect(ask(lab.ssh.ports.narrow)).rejects.toThrow(/open failed/i)
  })

  test('a swapped host key is another key, and swapping back brings the first one again', async () => {
    const shown = async () => (await onHome(['ssh-keyscan', '-t', 'ed25519', '127.0.0.1'])).stdout
    const material = (line: string) => line.split(' ')[1]!
    const back = await swapHostKeys()
    expect(await shown()).toContain(material(lab.ssh.otherHostKeys.ed25519.line))
    await back()
    expect(await shown()).toContain(material(lab.ssh.hostKeys.ed25519.line))
  })

  test('the log tells a login from a connection that never tried one', async () => {
    const since = await markSshdLog('default')
    await firstLine(lab.ssh.host, lab.ssh.ports.default)
    expect(await since()).not.toMatch(/Accepted|Failed/)
    await login(lab, 'maria', { port: 22, key: person(lab, 'maria').keyFile! }, 'true')
    await until('the login in the log', 5_000, async () =>
      /Accepted publickey for maria/.test(await since()),
    )
  })
})

describe('the machine', () => {
  test('a dead line to the home server answers nothing, and a rebooted one answers again', async () => {
    const back = await cutHome()
    await expect(firstLine(lab.ssh.host, 22, 1_500)).rejects.toThrow(/said nothing/)
    await back()
    await rebootHome()
    expect(await firstLine(lab.ssh.host, 22)).toMatch(/^SSH-2\.0/)
  })

  test('Compose v2 answers only while its stand-in is there', async () => {
    const version = async () =>
      (await onHome(['docker', 'compose', 'version', '--short'])).stdout.trim()
    const remove = await withComposeV2()
    expect(await version()).toBe('2.29.7')
    await remove()
    expect(await version()).not.toBe('2.29.7')
  })

  test('a full project disk refuses one more byte and has room again afterwards', async () => {
    const free = await fillProjectDisk()
    try {
      await expect(
        homeShell(`head -c 4096 /dev/zero > ${lab.projects[0]!.dir}/one-more`),
      ).rejects.toThrow(/No space left/)
    } finally {
      await free()
    }
    await homeShell(
      `head -c 4096 /dev/zero > ${lab.projects[0]!.dir}/one-more && rm ${lab.projects[0]!.dir}/one-more`,
    )
  })

  test('what is cut in a container leaves no rule on the machine', async () => {
    const before = await run('iptables-save', ['-t', 'filter'])
    const back = await cutRelay(2525)
    expect(await inNetwork(lab.containers.relay, ['iptables', '-S', 'INPUT'])).toContain('2525')
    const stripped = (text: string) => text.replace(/^#.*$|\[\d+:\d+\]/gm, '')
    expect(stripped((await run('iptables-save', ['-t', 'filter'])).stdout)).toBe(
      stripped(before.stdout),
    )
    await back()
  })

  test('the projects are found by their labels, mailu and its neighbour', async () => {
    const format =
      '{{.Label "com.docker.compose.project"}} {{.Label "com.docker.compose.project.working_dir"}}'
    const rows = new Set((await docker(['ps', '--format', format])).split('\n'))
    for (const project of lab.projects) expect(rows).toContain(`${project.name} ${project.dir}`)
    expect(((await stat(lab.projects[0]!.envFile!)).mode & 0o777).toString(8)).toBe('600')
  })

  test('a further Mailu in any folder under any name carries the labels that tell of it', async () => {
    await addProject({ dir: '/opt/post', name: 'zweite', composeFile: 'stack.yaml' })
    try {
      const smtp = await containerOf('smtp', 'zweite')
      const labels = JSON.parse(
        await docker(['inspect', '-f', '{{json .Config.Labels}}', smtp]),
      ) as Record<string, string>
      expect(labels).toMatchObject({
        version: lab.mailu.version,
        'com.docker.compose.project.working_dir': '/opt/post',
        'com.docker.compose.project.config_files': '/opt/post/stack.yaml',
      })
    } finally {
      await removeExtraProjects()
    }
    expect(await containerOf('smtp', 'zweite')).toBe('')
  })
})
