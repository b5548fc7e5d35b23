import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupQueue } from '../../../../../src/core/relay/queue/group-queue.ts'
import { parseEntries } from '../../../../../src/core/relay/queue/parse-entries.ts'
import { createQueueHandlers } from '../../../../../src/core/relay/queue/queue-handlers.ts'
import { changeQueueCommand } from '../../../../../src/core/relay/remote-commands.ts'
import type { RelayDeps } from '../../../../../src/core/relay/relay-deps.ts'
import { relayContract } from '../../../../../src/shared/contract/relay.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { QueueClass, QueueView } from '../../../../../src/shared/model/queue.ts'
import { createDockerHere } from '../../../../fakes/docker-here.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'

const signal = new AbortController().signal
const at = 1_795_358_464
const refused =
  'SASL authentication failed; server relay.test[192.0.2.4] said: 535 5.7.8 Authentication failed'
const slow =
  'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.28 unusual rate (in reply to end of DATA command)'

const line = (
  id: string,
  recipients: readonly (readonly [string, string?])[],
  more: object = {},
): string =>
  JSON.stringify({
    queue_name: 'deferred',
    queue_id: id,
    arrival_time: at,
    message_size: 279,
    sender: 'me@example.org',
    recipients: recipients.map(([address, delay_reason]) => ({ address, delay_reason })),
    ...more,
  })

const queue = [
  line('AAAAAA1', [['bob@gmail.com', slow]]),
  line('AAAAAA2', [
    ['eve@Gmail.com', slow],
    ['ann@example.net', refused],
  ]),
  line('AAAAAA3', [['ann@example.net', refused]], { arrival_time: at - 60 }),
  line('AAAAAA4', [['ann@example.net', refused]], { queue_name: 'hold' }),
  line('AAAAAA5', [['ann@example.net']], { queue_name: 'active' }),
].join('\n')

async function setUp(text = queue, isStopped = false) {
  const here = await createDockerHere({ queue: `${text}\n`, isStopped })
  const smtp = {
    id: 'smtp',
    status: isStopped ? 'exited' : 'running',
    env: { RELAYHOST: '[relay.test]:587' },
  }
  const deps = {
    open: async () => ({
      host: createLocalHost({ env: here.env }),
      rights: 'never',
      smtp,
      project: 'mailu',
    }),
    clock: { now: () => at * 1000 },
  } as unknown as RelayDeps // the handlers use these two
  return { here, handlers: createQueueHandlers(deps) }
}

describe('the queue in plain words', () => {
  test('N3f it is grouped by reason and destination: the relay’s own faults together, receivers by domain', async () => {
    const { handlers } = await setUp()
    const view = QueueView.parse(await handlers['relay.queue']({ server: 'home' }, { signal }))
    const shown = view.groups.map(one => [
      one.class,
      one.advice,
      one.side,
      one.destination,
      one.ids,
    ])
    expect(shown).toEqual([
      ['login-refused', 'mend', 'relay', 'relay.test', ['AAAAAA2', 'AAAAAA3']],
      ['held', 'look', 'here', 'example.net', ['AAAAAA4']],
      ['rate-limited', 'wait', 'receiver', 'gmail.com', ['AAAAAA1', 'AAAAAA2']],
      ['not-tried', 'wait', 'here', 'example.net', ['AAAAAA5']],
    ])
    expect(view).toMatchObject({ isKnown: true, count: 5, isComplete: true })
    expect(view.groups[0]).toMatchObject({
      oldestAt: new Date((at - 60) * 1000).toISOString(),
      reply: refused,
    })
    expect(view.messages[3]).toEqual({
      id: 'AAAAAA4',
      sender: 'me@example.org',
      recipients: ['ann@example.net'],
      sizeBytes: 279,
      arrivedAt: new Date(at * 1000).toISOString(),
      isHeld: true,
    })
  })

  test('every receiver of every message is in exactly one group', () => {
    const reasons = [slow, refused, undefined, 'some words that nobody knows 12345']
    const entry = fc.record({
      id: fc.stringMatching(/^[0-9A-F]{8}$/),
      queue: fc.constantFrom('deferred', 'active', 'hold'),
      sender: fc.constant('me@example.org'),
      sizeBytes: fc.nat(),
      arrivedAt: fc.nat(),
      recipients: fc.array(
        fc.record({
          address: fc.constantFrom('a@x.test', 'b@y.test', 'odd'),
          reason: fc.constantFrom(...reasons),
        }),
        { maxLength: 4 },
      ),
    })
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: one => one.id }), entries => {
        const groups = groupQueue(entries, 'relay.test')
        const receivers = entries.reduce((sum, one) => sum + one.recipients.length, 0)
        expect(groups.reduce((sum, one) => sum + one.recipients, 0)).toBe(receivers)
        const named = new Set(groups.flatMap(one => one.ids))
        const filled = entries.filter(one => one.recipients.length > 0).map(one => one.id)
        expect([...named].sort()).toEqual([...filled].sort())
        expect(groups.every(one => new Set(one.ids).size === one.messages)).toBe(true)
      }),
    )
  })

  test('the same reason at two receivers is two groups, at the relay it is one', () => {
    const entry = (id: string, address: string, reason: string) => ({
      id,
      queue: 'deferred',
      sender: 'me@example.org',
      sizeBytes: 1,
      arrivedAt: at * 1000,
      recipients: [{ address, reason }],
    })
    const full = (host: string) => `host ${host}[192.0.2.5] said: 452 4.2.2 mailbox full`
    const groups = groupQueue(
      [
        entry('AAAAAA1', 'a@one.test', full('mx.one.test')),
        entry('AAAAAA2', 'b@two.test', full('mx.two.test')),
        entry('AAAAAA3', 'a@one.test', refused),
        entry('AAAAAA4', 'b@two.test', refused),
      ],
      'relay.test',
    )
    expect(groups.map(one => `${one.class} ${one.destination} ${one.messages}`)).toEqual([
      'login-refused relay.test 2',
      'mailbox-full one.test 1',
      'mailbox-full two.test 1',
    ])
  })

  test('a queue that cannot be read is not an empty one', async () => {
    const { handlers } = await setUp('', true)
    expect(await handlers['relay.queue']({ server: 'home' }, { signal })).toMatchObject({
      isKnown: false,
      groups: [],
    })
    await expect(
      handlers['relay.deleteQueued']({ server: 'home', ids: ['AAAAAA1'] }, { signal }),
    ).rejects.toMatchObject({ code: 'relay-queue-not-known' })
  })

  test('every kind has its words', () => {
    const texts = QueueClass.options.map(kind => en.relay.queue.classes[kind])
    expect(texts.every(text => text.what !== '' && text.now !== '')).toBe(true)
  })

  test('what is no entry is passed over', () => {
    expect(parseEntries(['entry {', 'entry 7', 'queued 1 2', 'log x'])).toEqual([])
  })
})

describe('changing the queue', () => {
  test('N3f only the named ids are touched: nothing but them reaches Postfix', async () => {
    const { here, handlers } = await setUp()
    await handlers['relay.deleteQueued'](
      { server: 'home', ids: ['AAAAAA3', 'AAAAAA1'] },
      { signal },
    )
    expect(await readFile(here.calls, 'utf8')).toBe('postsuper -d - AAAAAA3 AAAAAA1\n')
  })

  test('what became of each id is told by what the queue says afterwards', async () => {
    const { handlers } = await setUp()
    const asked = { server: 'home', ids: ['AAAAAA3', 'AAAAAA4', 'BBBBBB9'] }
    // This Postfix changes nothing, so that nothing may be said to have changed.
    expect(await handlers['relay.deleteQueued'](asked, { signal })).toEqual({
      changed: [],
      gone: ['BBBBBB9'],
      reused: [],
    })
    expect(await handlers['relay.holdQueued'](asked, { signal })).toMatchObject({
      changed: ['AAAAAA4'],
    })
    expect(await handlers['relay.releaseQueued'](asked, { signal })).toMatchObject({
      changed: ['AAAAAA3'],
    })
  })

  test('an id that a later message has by now is left alone', async () => {
    const { here, handlers } = await setUp()
    const asOf = new Date((at - 30) * 1000).toISOString()
    const asked = { server: 'home', ids: ['AAAAAA1', 'AAAAAA3'], asOf }
    expect(await handlers['relay.deleteQueued'](asked, { signal })).toMatchObject({
      reused: ['AAAAAA1'],
    })
    expect(await readFile(here.calls, 'utf8')).toBe('postsuper -d - AAAAAA3\n')
  })

  test('retrying names each message, and without names flushes the queue', async () => {
    const { here, handlers } = await setUp()
    await handlers['relay.retryQueued']({ server: 'home', ids: ['AAAAAA1', 'AAAAAA2'] }, { signal })
    const all = await handlers['relay.retryQueued']({ server: 'home' }, { signal })
    expect(all.changed).toHaveLength(5)
    expect(await readFile(here.calls, 'utf8')).toBe(
      'postqueue -i AAAAAA1\npostqueue -i AAAAAA2\npostqueue -f\n',
    )
  })

  test('no word like ALL is taken for an id, neither here nor by the script', async () => {
    const input = relayContract['relay.deleteQueued'].input
    const bad = ['ALL', 'all', '-d', 'A1B2C3 ALL', 'AAAAAA1\nALL', '']
    expect(bad.filter(id => input.safeParse({ server: 's', ids: [id] }).success)).toEqual([])
    const { here } = await setUp()
    const host = createLocalHost({ env: here.env })
    const stdin = Buffer.from('ALL\n-r ALL\nAAAAAA1\n$(id)\n')
    await host.run(changeQueueCommand, ['smtp', 'delete'], { signal, stdin })
    expect(await readFile(here.calls, 'utf8')).toBe('postsuper -d - AAAAAA1\n')
  })
})
