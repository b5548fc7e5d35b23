/** The queue and the sentence about the relay, with hundreds of messages that really wait in the lab's Postfix. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLabApp, type LabApp } from '../app.ts'
import type { Lab } from '../lab.ts'
import { containerOf } from '../make/project.ts'
import { docker, until } from '../make/run.ts'
import { setRelayMode } from '../relay.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let app: LabApp
const maria = { server: 'maria' }

/** Where each domain's mail goes, how many there are, and what becomes of them. */
const places = [
  { domain: 'relayed.test', count: 200, transport: undefined, kind: 'rate-limited', at: 'relay' },
  { domain: 'closed.test', count: 150, transport: 'smtp:[127.0.0.1]:1', kind: 'not-reached' },
  {
    domain: 'nohost.test',
    count: 100,
    // What Postfix says of a name server that does not answer, from its own retry(8).
    transport:
      'retry:4.4.3 Host or domain name not found. Name service error for name=mx.nohost.test type=A: Host not found, try again',
    kind: 'name-server',
  },
  { domain: 'full.test', count: 50, transport: 'retry:4.2.2 mailbox full', kind: 'unknown' },
] as const

const inSmtp = async (script: string): Promise<string> =>
  docker(['exec', await containerOf('smtp'), 'sh', '-c', script])

/** Domains with a way of their own, in the running container only. */
const setTransports = (lines: readonly string[]): Promise<string> =>
  inSmtp(
    `printf '%s\\n' ${lines.map(line => `'${line}'`).join(' ')} > /etc/postfix/transport.map && postmap lmdb:/etc/postfix/transport.map`,
  )

interface Raw {
  readonly queue_name: string
  readonly queue_id: string
  readonly recipients: readonly { readonly address: string; readonly delay_reason?: string }[]
}
/** The truth. */
const rawQueue = async (): Promise<readonly Raw[]> =>
  (await inSmtp('postqueue -j 2>/dev/null; true'))
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Raw)

const domainOf = (raw: Raw): string => raw.recipients[0]?.address.split('@')[1] ?? ''

beforeAll(async () => {
  lab = held()
  app = await createLabApp(lab)
  await app.addServer('maria')
  await app.work('relay.set', {
    ...maria,
    choice: {
      provider: 'generic',
      host: lab.relay.host,
      user: lab.relay.user,
      password: lab.relay.password,
    },
  })
  await setRelayMode('defer-all')
  await setTransports(
    places.flatMap(({ domain, transport }) => (transport ? [`${domain} ${transport}`] : [])),
  )
}, 300_000)
afterAll(async () => {
  await inSmtp('postsuper -d ALL')
  await setTransports([])
  await setRelayMode('normal')
  await app.close()
}, 60_000)

describe('a relay that lets the server in and then puts everything off', () => {
  test('B14 the sentence says so within one cycle, and the login stays right', async () => {
    const [from] = lab.mailUsers
    await inSmtp(`echo hello | sendmail -f '${from!.email}' first@relayed.test`)
    await until('the first message to be put off', 30_000, async () =>
      (await rawQueue()).some(one => one.recipients[0]?.delay_reason !== undefined),
    )
    const { clauses } = await app.ask('relay.status', maria)
    const said = clauses.map(({ id, verdict, code }) => `${id}: ${verdict} ${code}`)
    expect(said.slice(0, 3)).toEqual([
      'login: right login-in',
      'waiting: wrong waiting-put-off',
      'refusal: wrong refusal-deferred',
    ])
    await inSmtp('postsuper -d ALL')
  })
})

describe('500 messages that really wait', () => {
  beforeAll(async () => {
    const [from] = lab.mailUsers
    const loops = places.map(
      ({ domain, count }) =>
        `for n in $(seq ${count}); do echo hello | sendmail -f '${from!.email}' "n$n@${domain}" || exit 1; done`,
    )
    await inSmtp(loops.join('\n'))
    await until('all of them to wait with a reason', 240_000, async () => {
      const queue = await rawQueue()
      const told = queue.filter(one => one.recipients[0]?.delay_reason !== undefined)
      return told.length === 500 && queue.every(one => one.queue_name === 'deferred')
    })
  }, 300_000)

  test('N3f the groups are those of postqueue -j, id by id', async () => {
    const truth = await rawQueue()
    const view = await app.ask('relay.queue', maria)
    expect([view.count, view.isComplete, view.messages.length]).toEqual([500, true, 500])
    const groups = view.groups.map(one => ({
      kind: one.class,
      destination: one.destination,
      ids: [...one.ids].sort(),
    }))
    const expected = places.map(({ domain, kind, ...rest }) => ({
      kind,
      destination: 'at' in rest ? lab.relay.host : domain,
      ids: truth
        .filter(raw => domainOf(raw) === domain)
        .map(raw => raw.queue_id)
        .sort(),
    }))
    const byKind = (a: { kind: string }, b: { kind: string }) => (a.kind < b.kind ? -1 : 1)
    expect(groups.sort(byKind)).toEqual(expected.sort(byKind))
  })

  test('N3f delete takes the named messages and no other', async () => {
    const before = (await rawQueue()).map(one => one.queue_id)
    const view = await app.ask('relay.queue', maria)
    const ids = view.groups.find(one => one.class === 'not-reached')!.ids.slice(0, 37)
    const change = await app.ask('relay.deleteQueued', { ...maria, ids, asOf: view.checkedAt })
    expect([change.changed.length, change.gone, change.reused]).toEqual([37, [], []])
    const after = (await rawQueue()).map(one => one.queue_id)
    expect(before.filter(id => !after.includes(id)).sort()).toEqual([...ids].sort())
  })

  test('hold keeps them from being tried, release lets them go, retry sends them once the relay is well', async () => {
    const view = await app.ask('relay.queue', maria)
    const ids = view.groups.find(one => one.class === 'rate-limited')!.ids.slice(0, 5)
    expect((await app.ask('relay.holdQueued', { ...maria, ids })).changed).toHaveLength(5)
    const held = (await rawQueue()).filter(one => one.queue_name === 'hold')
    expect(held.map(one => one.queue_id).sort()).toEqual([...ids].sort())
    expect((await app.ask('relay.releaseQueued', { ...maria, ids })).changed).toHaveLength(5)
    await setRelayMode('normal')
    await app.ask('relay.retryQueued', { ...maria, ids })
    await until('the five to leave', 60_000, async () => {
      const left = new Set((await rawQueue()).map(one => one.queue_id))
      return ids.every(id => !left.has(id))
    })
    await setRelayMode('defer-all')
  })
})
