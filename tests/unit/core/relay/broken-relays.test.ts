/** Ten relays, broken in ten ways: what is said of each, how soon, and that nothing was sent or written. */
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createAuthority } from '../../../fakes/certificates.ts'
import { startDeafPort } from '../../../fakes/deaf-port.ts'
import { type FakeRelayOptions, startFakeRelay } from '../../../fakes/smtp-server.ts'
import { choiceFor, server, setUpRelay } from '../../../support/relay-here.ts'

const authority = createAuthority()
const certificate = authority.leaf({ name: 'localhost' })
const right: FakeRelayOptions = { certificate, user: 'u', password: 'right' }

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const listener = createServer()
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  await new Promise(resolve => listener.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const relay = (over: FakeRelayOptions) => () => startFakeRelay({ ...right, ...over })
const bare = (port: () => Promise<number>) => async () => ({ port: await port(), verbs: [] })

interface Broken {
  readonly port: number
  readonly verbs: readonly string[]
}
type Way = readonly [name: string, start: () => Promise<Broken>, verdict: string, over: object]
const way = (name: string, start: Way[1], verdict: string, over: object = {}): Way => [
  name,
  start,
  verdict,
  over,
]

const ways: readonly Way[] = [
  way('has a name that does not exist', relay({}), 'resolve: wrong name-not-found', {
    host: 'relay.invalid',
  }),
  way('refuses the connection', bare(closedPort), 'connect: wrong connect-refused'),
  way('never gets a packet', bare(startDeafPort), 'connect: wrong connect-timed-out'),
  way('has lost STARTTLS', relay({ certificate: undefined }), 'starttls: wrong starttls-missing'),
  way(
    'has an expired certificate',
    relay({ certificate: authority.leaf({ name: 'localhost', from: -90, until: -3 }) }),
    'certificate: wrong certificate-expired',
    { tlsLevel: 'secure' },
  ),
  way(
    'has another one’s certificate',
    relay({ certificate: authority.leaf({ name: 'other.test' }) }),
    'certificate: wrong certificate-wrong-name',
    { tlsLevel: 'secure' },
  ),
  way(
    'offers no mechanism Postfix can use',
    relay({ mechanisms: ['CRAM-MD5', 'GSSAPI'] }),
    'mechanisms: wrong mechanisms-unusable',
  ),
  way('has another password', relay({ password: 'other' }), 'login: wrong login-refused'),
  way(
    'does not take the sender',
    relay({ answers: { MAIL: '550 5.7.1 not a verified Sender Identity' } }),
    'sender: wrong sender-refused',
  ),
  way('says nothing', relay({ greeting: null }), 'greeting: wrong greeting-silent'),
  way(
    'waits for TLS where Postfix waits for a word',
    relay({ isImplicit: true }),
    'greeting: wrong tls-at-once',
  ),
  way(
    'is too busy',
    relay({ greeting: '421 4.7.0 Too busy' }),
    'greeting: unknown greeting-refused-for-now',
  ),
]

test('N3b no two of them have the same verdict', () => {
  expect(new Set(ways.map(([, , verdict]) => verdict)).size).toBe(ways.length)
})

test.each(ways)(
  'N3b a relay that %s is told as such within ten seconds',
  { timeout: 20_000 },
  async (_name, start, expected, over) => {
    const { port, verbs } = await start()
    const {
      relay: handlers,
      context,
      applied,
      override,
    } = await setUpRelay({
      container: { DOMAIN: 'example.test' },
      file: {},
    })
    const choice = { ...choiceFor({ port }, 'right'), ...over }
    const from = performance.now()
    const { steps, isUsable } = await handlers['relay.probe']({ ...server, choice }, context)
    expect(performance.now() - from).toBeLessThan(10_000)
    const stopped = steps.find(({ verdict }) => ['wrong', 'missing', 'unknown'].includes(verdict))!
    expect(`${stopped.id}: ${stopped.verdict} ${stopped.code}`).toBe(expected)
    expect(isUsable).toBe(false)
    expect(verbs.filter(verb => /RCPT|DATA/.test(verb))).toEqual([])
    expect([applied, override()]).toEqual([[], undefined])
  },
)
