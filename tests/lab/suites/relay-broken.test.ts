/** Relays broken in twelve ways, below the protocol or by their daemons' own settings: what is said of each, how soon, at what cost. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProbeReport } from '../../../src/shared/model/relay.ts'
import { createLabApp, type LabApp } from '../app.ts'
import { cutPackets, cutRelay, divertRelay, freezeRelay, type Undo } from '../faults.ts'
import type { Lab } from '../lab.ts'
import { PROJECT_DIR, RELAY } from '../make/paths.ts'
import { docker } from '../make/run.ts'
import {
  forgetRelayedMail,
  relayedMail,
  type RelayMode,
  setRelayMode,
  relayChoice,
} from '../relay.ts'
import { sampled } from '../sampled.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let app: LabApp
const maria = { server: 'maria' }
/** A person waits no longer than that for a verdict. */
const longestMs = 10_000

beforeAll(async () => {
  lab = held()
  app = await createLabApp(lab)
  await app.addServer('maria')
  // The first look at a container takes longer than all others.
  await probe()
  await forgetRelayedMail(lab)
})
afterAll(async () => {
  await setRelayMode('normal')
  await app.close()
})

const choice = (over: object = {}) => relayChoice(lab, over)
const probe = (over: object = {}): Promise<ProbeReport> =>
  app.work('relay.probe', { ...maria, choice: choice(over) })

const stopped = ({ steps }: ProbeReport): string | undefined => {
  const step = steps.find(({ verdict }) => ['wrong', 'missing', 'unknown'].includes(verdict))
  return step && `${step.id}: ${step.verdict} ${step.code}`
}

const mood = (mode: RelayMode) => async (): Promise<Undo> => {
  await setRelayMode(mode)
  return () => setRelayMode('normal')
}
const nothing = async (): Promise<Undo> => async () => undefined

type Way = readonly [name: string, fault: () => Promise<Undo>, verdict: string, over: object]
const way = (name: string, fault: Way[1], verdict: string, over: object = {}): Way => [
  name,
  fault,
  verdict,
  over,
]

const ways: readonly Way[] = [
  way('has no such name', nothing, 'resolve: wrong name-not-found', { host: 'relay.invalid' }),
  way('refuses the connection', () => cutRelay(587, 'reset'), 'connect: wrong connect-refused'),
  way('never gets a packet', () => cutRelay(587), 'connect: wrong connect-timed-out'),
  way('has lost STARTTLS', mood('no-starttls'), 'starttls: wrong starttls-missing'),
  way(
    'has an expired certificate',
    mood('certificate-expired'),
    'certificate: wrong certificate-expired',
  ),
  way(
    'has a certificate for another name',
    mood('certificate-wrong-name'),
    'certificate: wrong certificate-wrong-name',
  ),
  way(
    'offers no mechanism Postfix can use',
    mood('cram-only'),
    'mechanisms: wrong mechanisms-unusable',
  ),
  way('has another password', mood('reject-login'), 'login: wrong login-refused'),
  way('does not take the sender', mood('refuse-sender'), 'sender: wrong sender-refused'),
  way('says nothing', freezeRelay, 'greeting: wrong greeting-silent'),
  way(
    'wants TLS where Postfix waits for a word',
    () => divertRelay(2525, 465),
    'greeting: wrong tls-at-once',
    { port: 2525 },
  ),
  way('is too busy', mood('too-busy'), 'greeting: unknown greeting-refused-for-now'),
]

describe('N3b', () => {
  test.each(sampled(ways, 5))(
    'a relay that %s is told as such within ten seconds, at no cost',
    async (_name, fault, expected, over) => {
      const before = await readFile(`${PROJECT_DIR}/mailu.env`, 'latin1')
      const undo = await fault()
      try {
        const from = performance.now()
        const report = await probe(over)
        const tookMs = performance.now() - from
        expect(stopped(report)).toBe(expected)
        expect(tookMs).toBeLessThan(longestMs)
        expect(report.isUsable).toBe(false)
      } finally {
        await undo()
      }
      expect(await relayedMail(lab)).toEqual([])
      expect(await docker(['exec', RELAY, 'postqueue', '-j'])).toBe('')
      expect(await readFile(`${PROJECT_DIR}/mailu.env`, 'latin1')).toBe(before)
    },
  )

  test('no two of them have the same verdict, and a relay in order has none', async () => {
    expect(new Set(ways.map(([, , verdict]) => verdict)).size).toBe(ways.length)
    expect(stopped(await probe())).toBeUndefined()
  })
})

describe('N3g', () => {
  test('port 25 whose packets vanish is blocked by the provider, not a broken relay, and 587 goes on', async () => {
    const undo = await cutPackets(RELAY, { port: 25 })
    const from = performance.now()
    const blocked = await probe({ port: 25 })
    const tookMs = performance.now() - from
    const beside = await probe()
    await undo()
    expect(stopped(blocked)).toBe('connect: wrong port-25-blocked')
    expect(tookMs).toBeLessThan(longestMs)
    expect(beside.isUsable).toBe(true)
  })

  test('a relay that is down altogether is not called blocked', async () => {
    const undo = await cutPackets(RELAY)
    const from = performance.now()
    const report = await probe({ port: 25, host: lab.relay.ip })
    const tookMs = performance.now() - from
    await undo()
    expect(stopped(report)).toBe('connect: wrong connect-timed-out')
    expect(tookMs).toBeLessThan(longestMs)
  })
})
