import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { agentSockets } from '../../../../../src/core/net/ssh/agent-sockets.ts'
import { dial, isLocalNetworkDenied } from '../../../../../src/core/net/ssh/dial.ts'
import { parseEndpoint } from '../../../../../src/core/net/ssh/endpoint.ts'
import { freePort } from '../../../../support/sshd.ts'
import { never } from '../../../../support/connection.ts'

describe('where a server is', () => {
  it.each([
    ['home', { host: 'home', port: undefined, user: undefined }],
    ['maria@home', { host: 'home', port: undefined, user: 'maria' }],
    ['home:2222', { host: 'home', port: 2222, user: undefined }],
    ['192.168.1.5:22', { host: '192.168.1.5', port: 22, user: undefined }],
    ['[2001:db8::1]:2222', { host: '2001:db8::1', port: 2222, user: undefined }],
    ['maria@[2001:db8::1]', { host: '2001:db8::1', port: undefined, user: 'maria' }],
    ['2001:db8::1', { host: '2001:db8::1', port: undefined, user: undefined }],
    ['fe80::1%eth0', { host: 'fe80::1%eth0', port: undefined, user: undefined }],
    ['maria@corp@home', { host: 'home', port: undefined, user: 'maria@corp' }],
  ])('reads %s', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint)
  })
  it.each([
    '',
    '-oProxyCommand=id',
    'a b',
    'a;id',
    '$(id)',
    'a\nb',
    'home:0',
    'home:70000',
    '-x@home',
    '`id`',
    'a,b',
  ])('refuses %j', text => {
    expect(() => parseEndpoint(text)).toThrow(
      expect.objectContaining<object>({ code: 'invalid-input' }),
    )
  })
})

describe('opening the line', () => {
  const listen = async (host: string): Promise<number> => {
    const server = createServer(socket => socket.destroy())
    await new Promise<void>(resolve => server.listen(0, host, () => resolve()))
    onTestFinished(() => void server.close())
    return (server.address() as { port: number }).port // a TCP server has one
  }
  const options = (addresses: readonly string[]) => ({
    signal: never,
    os: 'linux',
    staggerMs: 20,
    timeoutMs: 2000,
    resolve: async () =>
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
  })

  it('tries every address of a name and names what happened at each', async () => {
    const port = await listen('127.0.0.1')
    const { socket, address, addresses } = await dial(
      'home',
      port,
      options(['::1', '127.0.0.2', '127.0.0.1']),
    )
    socket.destroy()
    expect(address).toBe('127.0.0.1')
    expect(addresses.map(one => one.address)).toEqual(['::1', '127.0.0.2', '127.0.0.1'])
    expect(addresses.slice(1).map(one => one.outcome)).toEqual(['refused', 'connected'])
    expect(['refused', 'unreachable']).toContain(addresses[0]?.outcome) // a machine without IPv6 has no way there
  })

  it('says refused, with all addresses that were tried', async () => {
    const port = await freePort()
    await expect(dial('home', port, options(['127.0.0.1', '127.0.0.2']))).rejects.toMatchObject({
      code: 'host-refused',
      params: { host: 'home', port, tried: '127.0.0.1 refused, 127.0.0.2 refused' },
    })
  })

  it('says that a name has no address', async () => {
    await expect(dial('home', 22, { ...options([]) })).rejects.toMatchObject({
      code: 'host-not-found',
    })
    await expect(dial('nowhere.invalid', 22, { signal: never, os: 'linux' })).rejects.toMatchObject(
      { code: 'host-not-found' },
    )
  })

  it('says timed out when nothing answers', async () => {
    // 192.0.2.0/24 is TEST-NET-1 (RFC 5737); where a network says at once that it has no way there, that is said.
    const failure = dial('home', 22, { ...options(['192.0.2.1']), timeoutMs: 100 })
    await expect(failure).rejects.toMatchObject({
      code: expect.stringMatching(/^host-(timed-out|unreachable|refused)$/),
    })
  })

  it('ends at an abort', async () => {
    const stop = new AbortController()
    const work = dial('home', 22, { ...options(['192.0.2.1']), signal: stop.signal })
    stop.abort()
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('names the Local Network permission of macOS, and only there', () => {
    const tried = [{ address: '192.168.1.5', family: 4 as const, outcome: 'unreachable' as const }]
    const codes = new Set(['EHOSTUNREACH'])
    const outside = [{ ...tried[0]!, address: '203.0.113.5' }]
    expect([
      isLocalNetworkDenied('darwin', tried, codes),
      isLocalNetworkDenied('linux', tried, codes),
      isLocalNetworkDenied('darwin', outside, codes),
      isLocalNetworkDenied('darwin', tried, new Set(['ENETUNREACH'])),
      isLocalNetworkDenied('darwin', [{ ...tried[0]!, address: 'fe80::1%en0' }], codes),
    ]).toEqual([true, false, false, false, true])
  })
})

describe('N1b where agents listen', () => {
  const at = (over: object) =>
    agentSockets({ os: 'linux', env: {}, localUser: 'Maria', identityAgent: undefined, ...over })
  it('N1b knows the places of the three systems', () => {
    const pipe = String.raw`\\.\pipe\openssh-ssh-agent`
    expect([
      at({ env: { SSH_AUTH_SOCK: '/run/a' } }),
      at({ env: { SSH_AUTH_SOCK: '/run/a' }, identityAgent: '/run/1password' }),
      at({ env: { SSH_AUTH_SOCK: '/run/a' }, identityAgent: 'none' }),
      at({ env: { SSH_AUTH_SOCK: '/run/a' }, identityAgent: 'SSH_AUTH_SOCK' }),
      at({ env: { BITWARDEN: '/run/b' }, identityAgent: '$BITWARDEN' }),
      at({ os: 'darwin', launchdSocket: '/private/tmp/l' }),
      at({ os: 'win32' }),
      at({
        os: 'win32',
        env: { SSH_AUTH_SOCK: String.raw`\\.\pipe\own` },
        pipeNames: ['wkssvc', 'pageant.maria.9f2c', 'pageant.paul.77aa', 'pageant'],
      }),
    ]).toEqual([
      ['/run/a'],
      ['/run/1password', '/run/a'],
      [],
      ['/run/a'],
      ['/run/b'],
      ['/private/tmp/l'],
      [pipe],
      [String.raw`\\.\pipe\own`, pipe, String.raw`\\.\pipe\pageant.maria.9f2c`],
    ])
  })
})
