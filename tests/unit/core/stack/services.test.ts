import { publishedAddress } from '../../../../src/core/net/connect/published-address.ts'
import { describe, expect, test } from 'vitest'
import { capabilitiesOf, versionOf } from '../../../../src/core/stack/capabilities.ts'
import {
  compareChecks,
  lost,
  parseChecks,
  planChecks,
} from '../../../../src/core/stack/checks/function-checks.ts'
import { type Container, parseContainers } from '../../../../src/core/stack/container.ts'
import { notReceived } from '../../../../src/core/stack/apply/judge.ts'
import { servicesOf, stateOf } from '../../../../src/core/stack/services.ts'

const now = Date.parse('2026-11-22T20:00:00Z')
const container = (over: Partial<Container> = {}): Container => ({
  id: 'c1',
  name: 'mailu-smtp-1',
  service: 'smtp',
  image: 'ghcr.io/mailu/postfix:2024.06',
  imageId: 'sha256:1',
  status: 'running',
  exitCode: 0,
  wasOutOfMemory: false,
  startedAt: '2026-11-22T10:00:00.000Z',
  restarts: 0,
  labels: {},
  env: {},
  mounts: [],
  ports: [],
  ...over,
})

describe('the state of a service in a word', () => {
  test.each([
    ['running', {}],
    ['running', { health: 'healthy' }],
    ['starting', { health: 'starting' }],
    ['unhealthy', { health: 'unhealthy' }],
    ['restarting', { status: 'restarting' }],
    ['restarting', { restarts: 7, startedAt: '2026-11-22T19:59:55.000Z' }],
    ['running', { restarts: 7 }],
    ['paused', { status: 'paused' }],
    ['stopped', { status: 'created' }],
    ['stopped', { status: 'exited', exitCode: 143 }],
    ['failed', { status: 'exited', exitCode: 1 }],
    ['failed', { status: 'exited', exitCode: 137, wasOutOfMemory: true }],
    ['failed', { status: 'dead' }],
    ['unknown', { status: 'removing' }],
  ])('is %s of %j', (state, over) => {
    expect(stateOf(container(over), now)).toBe(state)
  })

  test('a service of the file without a container is missing; of several containers the first speaks', () => {
    const two = container({
      id: 'c2',
      labels: { 'com.docker.compose.container-number': '2' },
      status: 'dead',
    })
    expect(servicesOf([two, container()], ['smtp', 'webmail'], now)).toMatchObject([
      { name: 'smtp', state: 'running', containerId: 'c1' },
      { name: 'webmail', state: 'missing' },
    ])
  })
})

test('docker inspect is read with health, ports, mounts and memory without the file cache', () => {
  const document = {
    Id: 'abc',
    Name: '/mailu_front_1',
    Image: 'sha256:9',
    RestartCount: 2,
    State: {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: '2026-11-22T19:04:08.998326455Z',
      Health: { Status: 'healthy', Log: [] },
    },
    Config: {
      Image: 'ghcr.io/mailu/nginx:2024.06',
      Env: ['A=b=c', 'EMPTY='],
      Labels: { 'com.docker.compose.service': 'front' },
    },
    Mounts: [{ Type: 'bind', Source: '/mailu/certs', Destination: '/certs' }],
    NetworkSettings: {
      Ports: {
        '25/tcp': [
          { HostIp: '0.0.0.0', HostPort: '25' },
          { HostIp: '::', HostPort: '25' },
        ],
        '80/tcp': null,
      },
    },
  }
  const [front] = parseContainers(`${JSON.stringify(document)}\nmemory abc 5000 1200\n`)
  expect(front).toMatchObject({
    service: 'front',
    health: 'healthy',
    startedAt: '2026-11-22T19:04:08.998Z',
    env: { A: 'b=c', EMPTY: '' },
    memoryBytes: 3800,
  })
  expect(publishedAddress(front?.ports ?? [], 25)).toEqual({
    host: '127.0.0.1',
    port: 25,
    family: 4,
  })
  expect(publishedAddress(front?.ports ?? [], 80)).toBeUndefined()
})

test.each([
  ['1.9', false, false, false],
  ['2.0.38', true, false, false],
  ['2024.06.51', true, true, true],
  ['2024.06.52', true, true, false],
  ['2024.06', true, true, false],
  ['master', true, true, false],
  [undefined, false, false, false],
])(
  'version %s: interface %s, tokens %s, known hole %s',
  (version, api, hasTokens, hasKnownHole) => {
    expect(capabilitiesOf(version)).toMatchObject({ api, hasTokens, hasKnownHole })
  },
)

test('the version is the label of an image, else its tag', () => {
  expect(versionOf([container({ labels: { version: '2024.06.57' } })])).toBe('2024.06.57')
  expect(versionOf([container()])).toBe('2024.06')
  expect(versionOf([container({ image: 'x/postfix:latest' })])).toBeUndefined()
})

describe('checks by function', () => {
  const before = parseChecks(
    'smtp works 220 x\nimap broken no\nrelay-login works in\nfront unknown ?\n',
  )

  test('only what worked and does not work now is lost', () => {
    expect(
      lost(
        before,
        parseChecks('smtp broken x\nimap broken x\nrelay-login unknown x\nfront broken\n'),
      ),
    ).toEqual(['smtp'])
    expect(lost(before, before)).toEqual([])
  })

  test('what can no longer even be asked is lost, a relay that was taken out is not', () => {
    expect(lost(before, [])).toEqual(['smtp'])
  })

  test('are planned for what there is', () => {
    const settings = new Map([
      ['DOMAIN', 'x.test'],
      ['RELAYHOST', '[r]:587'],
      ['RELAYUSER', 'me'],
    ])
    const front = container({
      id: 'f',
      service: 'front',
      ports: [{ inside: '25/tcp', hostIp: '192.0.2.1', hostPort: 2525 }],
    })
    expect(
      planChecks([container(), front], settings).map(one => [one.id, one.where, one.args]),
    ).toEqual([
      ['smtp', 'c1', 'smtp 127.0.0.1 25'],
      ['front', '-', 'smtp 192.0.2.1 2525'],
      ['receive', '-', 'receive 192.0.2.1 2525 postmaster@x.test'],
      ['relay-login', 'c1', 'login'],
    ])
  })

  test('stand side by side in the result', () => {
    expect(compareChecks(before.slice(0, 1), undefined, text => text)).toEqual([
      { id: 'smtp', before: 'works', after: 'not-run', reply: '220 x' },
    ])
  })
})

test('a container that holds another value than was meant is named by key', () => {
  const meant = new Map([
    ['A', '1'],
    ['B', '2'],
  ])
  const old = new Map([
    ['A', '0'],
    ['GONE', 'x'],
  ])
  const containers = [container({ env: { A: '1', B: 'other', GONE: 'x' } })]
  const keys = ['A', 'B', 'GONE']
  expect(notReceived(['smtp'], containers, keys, meant, old, () => [])).toEqual(['B', 'GONE'])
  expect(notReceived(['smtp'], containers, keys, meant, old, () => ['B', 'GONE'])).toEqual([])
  expect(notReceived(['imap'], containers, ['A'], meant, old, () => [])).toEqual(['A'])
})
