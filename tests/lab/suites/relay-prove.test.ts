/** The proof through the stack, its relay and a receiver that verifies: every clause right, each fault changes its own clause alone, nothing is left behind. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createResolver } from '../../../src/core/net/dns/resolver.ts'
import { openMailbox } from '../../../src/core/net/imap/mailbox-elsewhere.ts'
import { isProof } from '../../../src/core/relay/proof/compose-proof.ts'
import { Secret } from '../../../src/shared/secret.ts'
import { createAuthority } from '../../fakes/certificates.ts'
import { createLabApp, type LabApp } from '../app.ts'
import { signWithForgottenKey, type Undo } from '../faults.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import type { Lab } from '../lab.ts'
import { countInbox, submit } from '../mail.ts'
import { dkimLine, newSigningKey } from '../make/dkim.ts'
import { containerOf } from '../make/project.ts'
import { docker, until } from '../make/run.ts'
import {
  freezeMailbox,
  holdReceived,
  receivedSubjects,
  receivedWaiting,
  stopReceiverTls,
  waitForReceived,
} from '../receiver.ts'
import { type RelayMode, setRelayMode } from '../relay.ts'
import { sampled } from '../sampled.ts'
import { useLab } from '../use-lab.ts'
import { editZone } from '../zones.ts'

const held = useLab()
let lab: Lab
let app: LabApp
let cli: HomeCli
const { signal } = new AbortController()
const maria = { server: 'maria' }
/** How far the app's clock is ahead. */
let laterMs = 0

beforeAll(async () => {
  lab = held()
  setDefaultCACertificates([...getCACertificates('default'), await readFile(lab.caFile, 'utf8')])
  const [one = '', two = ''] = lab.names.resolvers
  const resolver = createResolver({
    resolvers: [one, two].map(ip => ({ name: ip, addresses: [ip], port: 53, kind: 'resolver' })),
    local: null,
  })
  const clock = { now: () => Date.now() + laterMs }
  app = await createLabApp(lab, { host: 'electron', clock, names: { resolver } })
  await app.ask('settings.set', { watch: 'off' })
  await app.addServer('maria')
  const { host, user, password } = lab.relay
  await app.work('relay.set', { ...maria, choice: { provider: 'generic', host, user, password } })
  cli = await createHomeCli(lab, 'maria')
}, 120_000)
afterAll(async () => {
  await app.close()
  await cli.dispose()
})

const prove = (more: { keep?: boolean } = {}) => {
  const { email: address, password } = lab.mailUsers[1]!
  const { ip: host, imaps: port, ...login } = lab.receiver
  const mailbox = { host, port, user: login.user, password: login.password }
  return app.work('relay.prove', { ...maria, from: { address, password }, mailbox, ...more })
}

/** Each clause as `verdict code`. */
const clauses = async (): Promise<Record<string, string>> => {
  const proof = await prove()
  expect(proof).toMatchObject({ isRemoved: true, isJunk: false, folder: 'INBOX' })
  expect(await receivedSubjects()).toEqual([])
  return Object.fromEntries(proof.clauses.map(one => [one.id, `${one.verdict} ${one.code}`]))
}
const allRight = {
  relay: 'right relay-carried-user',
  tls: 'right tls-right',
  dkim: 'right dkim-right',
  spf: 'right spf-right',
  dmarc: 'right dmarc-right',
}

const inMood = async (mode: RelayMode): Promise<Undo> => {
  await setRelayMode(mode)
  return () => setRelayMode('normal')
}
/** The head of the zone and the addresses that nobody plans, with these records in place of the rest. */
const withRecords = (zone: string, records: string): string =>
  `${zone.split('\n').slice(0, 5).join('\n')}\nmail A 172.30.77.1\n${records}\n`

const sign = /^dkim\._domainkey .*$/m

describe('N3d a proof through the stack and its relay', () => {
  test('with everything right has every clause right', async () => {
    expect(await clauses()).toEqual(allRight)
  })

  const faults: readonly (readonly [string, () => Promise<Undo>, Partial<typeof allRight>])[] = [
    [
      'another key in DNS',
      () => editZone('example.test', text => text.replace(sign, dkimLine(newSigningKey()))),
      { dkim: 'wrong dkim-bad' },
    ],
    [
      'no key in DNS',
      () => editZone('example.test', text => text.replace(sign, '')),
      { dkim: 'wrong dkim-no-key' },
    ],
    [
      'a relay whose address SPF does not allow',
      () =>
        editZone('provider.test', text => text.replaceAll('ip4:172.30.78.3', 'ip4:172.30.78.9')),
      { spf: 'wrong spf-fail' },
    ],
    [
      'a relay that puts a return address of its own',
      () => inMood('own-bounces'),
      { spf: 'differs spf-other' },
    ],
    ['a receiver that offers no encryption', stopReceiverTls, { tls: 'wrong tls-open' }],
    ['a relay that does not ask for it', () => inMood('plain-onward'), { tls: 'wrong tls-open' }],
    [
      'a login that counts as another one at the relay',
      () => inMood('other-user'),
      { relay: 'wrong relay-other-user' },
    ],
  ]
  test.each(sampled(faults, 3))(
    '%s changes its own clause and no other',
    async (_name, breakIt, changed) => {
      const undo = await breakIt()
      try {
        expect(await clauses()).toEqual({ ...allRight, ...changed })
      } finally {
        await undo()
      }
    },
  )

  test('a relay that refuses the login is told by its own words, and nothing waits afterwards', async () => {
    await setRelayMode('reject-login')
    try {
      await expect(prove()).rejects.toMatchObject({
        code: 'relay-proof-put-off',
        params: { reply: expect.stringContaining('535') as string },
      })
      expect((await app.ask('relay.queue', maria)).count).toBe(0)
    } finally {
      await setRelayMode('normal')
    }
  })

  test('a relay that refuses the sender is told, and no notice comes back to it', async () => {
    await setRelayMode('reject-sender')
    try {
      await expect(prove()).rejects.toMatchObject({ code: 'relay-proof-returned' })
    } finally {
      await setRelayMode('normal')
    }
    expect(await countInbox(lab, lab.mailUsers[1]!.email, 'Undelivered')).toBe(0)
  })

  test('after all of them the same proof is right again, and the sender has no copy of any', async () => {
    expect(await clauses()).toEqual(allRight)
    const { email } = lab.mailUsers[1]!
    const imap = await containerOf('imap')
    const letters = String.raw`find /mail/${email} \( -path '*/new/*' -o -path '*/cur/*' \) -type f`
    const look = `${letters} -exec grep -ls 'Postern proof' {} +; true`
    expect(await docker(['exec', imap, 'sh', '-c', look])).toBe('')
  })
})

describe('N3d what was sent is never left behind', () => {
  /** The same by the command line, which can be ended in the middle. */
  const begin = () => {
    const { email, password } = lab.mailUsers[1]!
    const { ip, user, password: there } = lab.receiver
    return cli.start(
      [
        ...['relay', 'prove', '--from', email, '--password-env', 'OWN'],
        ...['--mailbox-host', ip, '--mailbox-user', user, '--mailbox-password-env', 'THERE'],
      ],
      { env: { OWN: password, THERE: there, NODE_EXTRA_CA_CERTS: lab.caFile } },
    )
  }
  const onItsWay = () =>
    until('it to be at the receiver', 60_000, async () => (await receivedWaiting()) === 1)

  test('who stops it while the message is on its way leaves nothing', async () => {
    const deliver = await holdReceived()
    const proof = begin()
    await onItsWay()
    proof.child.kill('SIGINT')
    await deliver()
    expect((await proof.ended).code).toBe(130)
    expect([await receivedSubjects(), await receivedWaiting()]).toEqual([[], 0])
  })

  test('what a crash between arrival and removal left, the next proof takes away', async () => {
    const deliver = await holdReceived()
    const proof = begin()
    await onItsWay()
    const thaw = await freezeMailbox()
    await deliver()
    await waitForReceived('Postern proof')
    proof.child.kill('SIGKILL')
    await proof.ended
    await thaw()
    expect(await receivedSubjects()).toHaveLength(1)
    expect((await begin().ended).code).toBe(0)
    expect(await receivedSubjects()).toEqual([])
  })
})

describe('B12 a proof that is made by itself', () => {
  const domain = 'example.test'
  const every = { ...maria, every: '1h' } as const
  const results = async () => (await app.ask('relay.proofs', maria)).results

  /** The hour is over, and the app looks at its clock. */
  async function afterAnHour() {
    const before = (await results())[0]?.at
    laterMs += 3_600_000
    await app.ask('relay.scheduleProof', every)
    await until(
      'a proof to be made by itself',
      90_000,
      async () => (await results())[0]?.at !== before,
    )
    const [last] = await results()
    expect(last).toMatchObject({ outcome: 'arrived', isScheduled: true })
    return Object.fromEntries(last!.clauses.map(one => [one.id, `${one.verdict} ${one.code}`]))
  }

  /** Every verdict about DNS, each once. */
  const dns = async (): Promise<readonly string[]> => {
    const { records } = await app.work('dns.check', { ...maria, domain })
    expect(records.length).toBeGreaterThan(5)
    return [...new Set(records.map(({ verdict }) => verdict))]
  }

  test('B12 breaking the DKIM key turns “signed” red though every DNS check is green', async () => {
    await prove({ keep: true })
    await app.ask('relay.scheduleProof', every)
    const { text } = await app.ask('dns.export', { ...maria, domain, format: 'zone' })
    const undoZone = await editZone(domain, before => withRecords(before, text))
    const undos = [undoZone]
    try {
      expect([await dns(), await afterAnHour()]).toEqual([['right'], allRight])
      undos.unshift(await signWithForgottenKey())
      expect([await dns(), await afterAnHour()]).toEqual([
        ['right'],
        { ...allRight, dkim: 'wrong dkim-bad' },
      ])
      expect(await receivedSubjects()).toEqual([])
    } finally {
      for (const undo of undos) await undo()
      await app.ask('relay.forgetProof', maria)
    }
  })
})

describe('the mailbox elsewhere', () => {
  const addressOf = (password: string) => {
    const { host, imaps: port } = lab.endpoints
    return { host, port, user: lab.mailUsers[1]!.email, password: new Secret(password) }
  }
  const trust = async () => ({
    caPem: await readFile(lab.caFile, 'utf8'),
    name: lab.endpoints.tlsName,
  })

  test('N3d a message is found by its word, its header read, and it alone is taken away', async () => {
    const [from, to] = lab.mailUsers
    const mark = `postern-${randomUUID().slice(0, 10)}-`
    for (const word of ['one', 'two'])
      await submit(lab, {
        from: from!.email,
        to: to!.email,
        subject: `Postern proof [${mark}${word}]`,
      })
    const box = await openMailbox(addressOf(to!.password), signal, await trust())
    await until('both to be there', 60_000, async () => (await box.find(mark)).length === 2)
    const found = await box.find(`${mark}one`)
    expect(found).toMatchObject([{ folder: 'INBOX', isJunk: false }])
    expect(isProof(found[0]!.header, `${mark}one`)).toBe(true)
    expect(found[0]!.header).toMatch(/^Received: /m)
    expect(await box.remove(found[0]!)).toBe(true)
    const left = await box.find(mark)
    expect(left.map(({ header }) => isProof(header, `${mark}two`))).toEqual([true])
    expect(await box.remove(left[0]!)).toBe(true)
    await box.close()
  })

  test('a wrong password is told without being shown', async () => {
    const error: unknown = await openMailbox(addressOf('not the 1'), signal, await trust()).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'relay-proof-mailbox' })
    expect(JSON.stringify(error)).not.toContain('not the 1')
  })

  test('a certificate that nobody vouches for ends it before the password is said', async () => {
    const other = { caPem: createAuthority().caPem, name: lab.endpoints.tlsName }
    await expect(openMailbox(addressOf('x'), signal, other)).rejects.toMatchObject({
      code: 'relay-proof-mailbox',
    })
  })
})
