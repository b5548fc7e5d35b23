/** The demo server against the real one that its answers were recorded from: both are asked the same, and answer alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecorded } from '../../../src/core/demo/recorded.ts'
import { setEnv } from '../env.ts'
import { waitReady } from '../make/ready.ts'
import { createLabApp, type LabApp } from '../app.ts'
import { recordServer } from '../record.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let core: LabApp

beforeAll(async () => {
  core = await createLabApp(held())
  await core.addServer('maria')
  await core.work('demo.add', undefined)
})
afterAll(() => core.close())

/** What kind of thing stands where: names and types of the parts, not their values. A list is what its parts are. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value))
    return [...new Set(value.map(one => JSON.stringify(shapeOf(one))))].sort()
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, shapeOf(part)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Numbers, ids and stamps of a text, which differ from one moment to the next. */
const plain = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{12,64}\b/g, 'ID')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/[^\n]*inodes[^\n]*\n/g, '')

describe('N12e what was recorded', () => {
  test('is what the server says today', async () => {
    const recorded = await loadRecorded('resources')
    const now = await recordServer(held())
    expect(now.files).toEqual(recorded.files)
    expect(now.talks).toEqual(recorded.talks)
    expect(Object.keys(now.answers)).toEqual(Object.keys(recorded.answers))
    for (const [id, text] of Object.entries(now.answers))
      expect([id, plain(text)]).toEqual([id, plain(recorded.answers[id] ?? '')])
    const parts = (list: readonly object[]) => list.map(one => JSON.stringify(shapeOf(one))).sort()
    expect(parts(now.inspect)).toEqual(parts(recorded.inspect))
  })
})

describe('N12e asked the same, both answer alike', () => {
  beforeAll(async () => {
    await setEnv(
      held(),
      {
        RELAYHOST: `[${held().relay.host}]:587`,
        RELAYUSER: held().relay.user,
        RELAYPASSWORD: held().relay.password,
      },
      'smtp',
      'admin',
      'antispam',
      'front',
      'imap',
      'resolver',
    )
    await waitReady(held())
  })

  test.each(['stack.find', 'stack.status', 'stack.env'] as const)('%s', async name => {
    const real = await core.ask(name, { server: 'maria' })
    const demo = await core.ask(name, { server: 'Demo' })
    expect(shapeOf(demo)).toEqual(shapeOf(real))
  })

  test('the nine hops but for the way there', async () => {
    const steps = async (server: string) =>
      (await core.work('servers.doctor', { server })).steps.map(({ id }) => id)
    expect(await steps('Demo')).toEqual(await steps('maria'))
  })

  test('every check, with the same verdict', async () => {
    const verdicts = async (server: string) => {
      const [round] = await core.work('watch.check', { server })
      return round!.results
        .filter(({ id }) => !['line', 'path', 'certificates', 'send.relay'].includes(id))
        .map(({ id, verdict, code }) => `${id} ${verdict} ${code}`)
    }
    expect(await verdicts('Demo')).toEqual(await verdicts('maria'))
  })
})
