import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { relaySettings, setEnv } from '../env.ts'
import { cutRelay, killDaemon } from '../faults.ts'
import type { Lab } from '../lab.ts'
import { mailWorks, submit, waitForInbox } from '../mail.ts'
import { compose, containerOf, seedMailUsers } from '../make/project.ts'
import { firstLine, waitReady } from '../make/ready.ts'
import { docker, run, until } from '../make/run.ts'
import { offerNewerImages } from '../registry.ts'
import { setRelayMode, waitForRelayed, type RelayMode } from '../relay.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
beforeAll(() => {
  lab = held()
})

let count = 0
const mark = (what: string): string => `${what} ${Date.now()}-${(count += 1)}`

/** Send one letter to somebody and return Postfix's first line about what became of it. */
async function fate(to: string): Promise<string> {
  const since = new Date().toISOString()
  await submit(lab, { from: 'alice@example.test', to, subject: mark('fate') })
  let line = ''
  await until(`what became of a letter to ${to}`, 60_000, async () => {
    const { stdout } = await run('docker', ['logs', '--since', since, await containerOf('smtp')])
    line =
      stdout.split('\n').find(one => one.includes(` to=<${to}>`) && one.includes('status=')) ?? ''
    return line !== ''
  })
  return line
}

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
    await setEnv(lab, relaySettings(lab), 'smtp')
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
    ['reject-login', /status=deferred \(SASL authentication failed; server .* said: 535 5\.7\.8/],
    ['no-auth', /status=bounced \(.* said: 554 5\.7\.1 .*(Access|Relay access) denied/],
    ['cram-only', /status=deferred \(SASL authentication failed; .*no mechanism available/],
    ['no-starttls', /status=deferred \(TLS is required, but was not offered/],
    ['certificate-expired', /status=deferred \(Server certificate not (trusted|verified)/],
    ['certificate-wrong-name', /status=deferred \(Server certificate not verified/],
    ['certificate-self-signed', /status=deferred \(Server certificate not (trusted|verified)/],
    ['defer-all', /status=deferred \(.* said: 451 4\.7\.1 .*Rate limit exceeded/],
    [
      'reject-sender',
      /status=bounced \(.* said: 550 5\.7\.1 .*does not match a verified Sender Identity/,
    ],
  ])('the relay refuses in mode %s, for the reason that Postfix names', async (mode, reason) => {
    await setRelayMode(mode)
    expect(await fate('carol@elsewhere.test')).toMatch(reason)
    await docker(['exec', await containerOf('smtp'), 'postsuper', '-d', 'ALL'])
    await setRelayMode('normal')
  })

  test('with the default TLS level, dane, the relay is still reached and its certificate believed', async () => {
    await setEnv(lab, relaySettings(lab, { OUTBOUND_TLS_LEVEL: 'dane' }), 'smtp')
    await until('mail to work', 60_000, () => mailWorks(lab))
    expect(await fate('carol@elsewhere.test')).toMatch(/relay=relay\.provider\.test\[.*status=sent/)
  })

  test('a relay without brackets is looked for at its MX, where nobody answers', async () => {
    await setEnv(lab, relaySettings(lab, { RELAYHOST: `${lab.relay.host}:587` }), 'smtp')
    await until('mail to work', 60_000, () => mailWorks(lab))
    expect(await fate('carol@elsewhere.test')).toMatch(
      /status=deferred \(connect to inbound\.provider\.test/,
    )
    await setEnv(lab, relaySettings(lab), 'smtp')
    await until('mail to work', 60_000, () => mailWorks(lab))
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
    await setEnv(lab, { MESSAGE_SIZE_LIMIT: 'abc' }, 'smtp')
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
    await setEnv(lab, { MESSAGE_SIZE_LIMIT: '50000000' }, 'smtp')
  })

  test('an exemption that is no network stops admin with a traceback, again and again', async () => {
    await setEnv(lab, { AUTH_RATELIMIT_EXEMPTION: 'everybody' }, 'admin')
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
    await setEnv(lab, { AUTH_RATELIMIT_EXEMPTION: '' }, 'admin')
  })

  test('a login rate that is no rate leaves admin up and every login without an answer', async () => {
    await setEnv(lab, { AUTH_RATELIMIT_IP: 'often' }, 'admin')
    const admin = await containerOf('admin')
    const letter = { from: 'alice@example.test', to: 'bob@example.test', subject: 'x' }
    await until('admin to ping', 30_000, async () => {
      await docker(['exec', admin, 'curl', '-sf', 'http://localhost:8080/ping'])
      return true
    })
    await until('the 500', 60_000, async () => {
      await expect(submit(lab, letter)).rejects.toThrow(/^451 4\.3\.2/)
      return (await run('docker', ['logs', admin])).stderr.includes(
        "couldn't parse rate limit string 'often'",
      )
    })
    await setEnv(lab, { AUTH_RATELIMIT_IP: '5/hour' }, 'admin')
    await until('mail to work again', 60_000, () => mailWorks(lab))
  })

  test('a relay on 465 works with the override that Mailu needs for it, after a restart of smtp', async () => {
    await writeFile(
      `${lab.projects[0]!.dir}/overrides/postfix/postfix.cf`,
      'smtp_tls_wrappermode = yes\n',
    )
    await setEnv(lab, relaySettings(lab, { RELAYHOST: `[${lab.relay.host}]:465` }), 'smtp')
    const subject = mark('wrapped')
    await until('mail to work', 60_000, () => mailWorks(lab))
    await submit(lab, { from: 'bob@example.test', to: 'carol@elsewhere.test', subject })
    expect((await waitForRelayed(lab, subject)).login).toBe(lab.relay.user)
  })

  test("quota and overrides of Dovecot count: a full mailbox bounces, or waits with Mailu's one-line cure", async () => {
    const imap = await containerOf('imap')
    await docker([
      'exec',
      await containerOf('admin'),
      'python3',
      '-c',
      "import sqlite3; d = sqlite3.connect('/data/main.db'); d.execute('update user set quota_bytes = 1 where email = ?', ('bob@example.test',)); d.commit()",
    ])
    try {
      expect(await fate('bob@example.test')).toMatch(/dsn=5\.2\.2, status=bounced .*552 5\.2\.2/)
      await writeFile(
        `${lab.projects[0]!.dir}/overrides/dovecot/dovecot.conf`,
        'quota_full_tempfail = yes\n',
      )
      await docker(['restart', '-t', '1', imap])
      await until('mail to work', 60_000, () => mailWorks(lab))
      expect(await fate('bob@example.test')).toMatch(/dsn=4\.2\.2, status=deferred .*452 4\.2\.2/)
    } finally {
      await seedMailUsers(true)
    }
  })

  test('a pull downloads a newer image under the same tag and starts nothing', async () => {
    const before = await containerOf('smtp')
    const undo = await offerNewerImages(['postfix'])
    try {
      await compose(lab.projects[0]!.dir, ['pull', 'smtp'])
      const version = '{{.Config.Labels.version}}'
      const image = await docker(['inspect', '-f', '{{.Config.Image}}', before])
      expect(await docker(['image', 'inspect', '-f', version, image])).toBe('2024.06.58')
      expect(await docker(['inspect', '-f', version, before])).toBe(lab.mailu.version)
      expect(await containerOf('smtp')).toBe(before)
    } finally {
      await undo()
    }
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
