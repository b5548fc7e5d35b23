import { readFile, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimLab } from '../claim.ts'
import { cutRelay, fillProjectDisk, killDaemon, swapHostKeys } from '../faults.ts'
import { homeShell, inNetwork, markSshdLog, onHome } from '../home.ts'
import { person, readLab, type Lab } from '../lab.ts'
import { submit, waitForInbox } from '../mail.ts'
import { compose, containerOf } from '../make/project.ts'
import { firstLine, waitReady } from '../make/ready.ts'
import { docker, run, until } from '../make/run.ts'
import { addProject } from '../projects.ts'
import { setRelayMode, waitForRelayed, type RelayMode } from '../relay.ts'
import { reset } from '../reset.ts'
import { login } from './ssh.ts'

let lab: Lab
let release: () => void
let count = 0
const mark = (what: string): string => `${what} ${Date.now()}-${(count += 1)}`

beforeAll(async () => {
  lab = await readLab()
  release = await claimLab()
  await reset(lab)
})
afterAll(async () => {
  await reset(lab)
  release()
})

/** Set keys of mailu.env in place, as an editor would, and recreate one service. */
async function setEnv(values: Readonly<Record<string, string>>, service: string): Promise<void> {
  const file = lab.projects[0]!.envFile!
  let text = await readFile(file, 'utf8')
  for (const [key, value] of Object.entries(values)) {
    const line = `${key}=${value}`
    const old = new RegExp(`^${key}=.*$`, 'm')
    text = old.test(text) ? text.replace(old, () => line) : `${text}${line}\n`
  }
  await writeFile(file, text)
  await compose(lab.projects[0]!.dir, ['up', '-d', '--no-deps', service])
}

const relaySettings = (more: Readonly<Record<string, string>> = {}) => ({
  RELAYHOST: `[${lab.relay.host}]:587`,
  RELAYUSER: lab.relay.user,
  RELAYPASSWORD: lab.relay.password,
  OUTBOUND_TLS_LEVEL: 'secure',
  ...more,
})

/** The text of the queue's delay reasons. */
const delayReasons = async (): Promise<string> =>
  (await run('docker', ['exec', await containerOf('smtp'), 'postqueue', '-j'])).stdout

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

describe('the stack', () => {
  test('a mail from alice is delivered to bob, who reads it over IMAP', async () => {
    const subject = mark('for bob')
    await submit(lab, { from: 'alice@example.test', to: 'bob@example.test', subject })
    await waitForInbox(lab, 'bob@example.test', subject)
  })

  test('a wrong sender is refused, as Mailu refuses it', async () => {
    const letter = { from: 'alice@example.test', to: 'bob@example.test', subject: 'x' }
    const stolen = { ...lab, mailUsers: [{ ...lab.mailUsers[1]!, email: 'bob@example.test' }] }
    await expect(submit(stolen, { ...letter, from: 'bob@example.test' })).rejects.toThrow(/535/)
  })

  test('with a relay set, a mail to the outside arrives there authenticated, after a recreate of smtp alone', async () => {
    await setEnv(relaySettings(), 'smtp')
    const subject = mark('to the world')
    await until('front to reach the new smtp', 60_000, async () => {
      await submit(lab, { from: 'alice@example.test', to: 'carol@elsewhere.test', subject })
      return true
    })
    const mail = await waitForRelayed(lab, subject)
    expect(mail).toMatchObject({
      sender: 'alice@example.test',
      recipient: 'carol@elsewhere.test',
      login: lab.relay.user,
    })
  })

  test.each<[RelayMode, RegExp]>([
    ['reject-login', /SASL authentication failed; server .* said: 535/],
    ['no-auth', /Relay access denied|authentication|Recipient address rejected/i],
    ['cram-only', /no mechanism available/],
    ['no-starttls', /TLS is required, but was not offered/],
    ['certificate-expired', /not trusted|not verified/i],
    ['certificate-wrong-name', /not verified/i],
    ['certificate-self-signed', /not trusted|not verified/i],
    ['defer-all', /451 4\.7\.1/],
  ])('the relay refuses in mode %s, for the reason that Postfix names', async (mode, reason) => {
    await setRelayMode(mode)
    const smtp = await containerOf('smtp')
    await docker(['exec', smtp, 'postsuper', '-d', 'ALL'])
    await submit(lab, {
      from: 'alice@example.test',
      to: 'carol@elsewhere.test',
      subject: mark(mode),
    })
    const bounced = async () =>
      (await docker(['logs', '--since', '20s', smtp])).includes('status=bounced')
    await until(
      `the refusal of ${mode}`,
      60_000,
      async () => reason.test(await delayReasons()) || (await bounced()),
    )
    if (!(await bounced())) expect(await delayReasons()).toMatch(reason)
    await docker(['exec', smtp, 'postsuper', '-d', 'ALL'])
    await setRelayMode('normal')
  })

  test('a relay whose port is dead below TCP times out, and goes on when it is back', async () => {
    const back = await cutRelay(587)
    try {
      const tcp = ['timeout', '2', 'bash', '-c', `exec 3<>/dev/tcp/${lab.relay.ip}/587`]
      expect((await run('docker', ['exec', await containerOf('smtp'), ...tcp])).code).toBe(124)
    } finally {
      await back()
    }
    expect(await firstLine(lab.relay.ip, 587)).toMatch(/^220/)
  })

  test('a message size that is no number parses in Compose and stops Postfix', async () => {
    await setEnv({ MESSAGE_SIZE_LIMIT: 'abc' }, 'smtp')
    const smtp = await containerOf('smtp')
    await until('the fatal line', 30_000, async () => {
      const ran = await run('docker', ['logs', smtp])
      return /fatal: bad numerical configuration: message_size_limit = abc/.test(
        ran.stdout + ran.stderr,
      )
    })
    const listens = await run('docker', [
      'exec',
      smtp,
      'bash',
      '-c',
      'exec 3<>/dev/tcp/127.0.0.1/25',
    ])
    expect(listens.code).not.toBe(0)
    expect(await docker(['inspect', '-f', '{{.State.Running}}', smtp])).toBe('true')
    await setEnv({ MESSAGE_SIZE_LIMIT: '50000000' }, 'smtp')
  })

  test('an exemption that is no network stops admin with a traceback, again and again', async () => {
    await setEnv({ AUTH_RATELIMIT_EXEMPTION: 'everybody' }, 'admin')
    const admin = await containerOf('admin')
    await until(
      'two restarts',
      60_000,
      async () => Number(await docker(['inspect', '-f', '{{.RestartCount}}', admin])) >= 2,
    )
    const said = await run('docker', ['logs', admin])
    expect(said.stderr).toContain(
      "ValueError: 'everybody' does not appear to be an IPv4 or IPv6 network",
    )
    await setEnv({ AUTH_RATELIMIT_EXEMPTION: '' }, 'admin')
  })

  test('a killed front is restarted by the engine; a killed Dovecot stays away in a container that runs on, as in Mailu', async () => {
    await killDaemon('front', 'nginx')
    await waitReady(lab)
    await killDaemon('imap', 'dovecot')
    const imap = await containerOf('imap')
    const listens = async () =>
      (await run('docker', ['exec', imap, 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/143'])).code ===
      0
    expect([await listens(), await docker(['inspect', '-f', '{{.State.Running}}', imap])]).toEqual([
      false,
      'true',
    ])
    await docker(['restart', '-t', '1', imap])
    await until('imap to serve again', 30_000, listens)
  })
})

describe('the machine', () => {
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
    const remove = await addProject({ dir: '/opt/post', name: 'zweite', composeFile: 'stack.yaml' })
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
      await remove()
    }
    expect(await containerOf('smtp', 'zweite')).toBe('')
  })
})
