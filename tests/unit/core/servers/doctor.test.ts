/** N1d: each of the nine hops broken alone. The line and the login are broken for real in the suites of net/ssh and of the lab. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/errors.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import { fill } from '../../../../src/shared/locales/fill.ts'
import type { Step } from '../../../../src/shared/model/verdict.ts'
import type { ConnectionTrace } from '../../../../src/core/net/ssh/open-connection.ts'
import { examine, hops, mailuProjects } from '../../../../src/core/servers/doctor.ts'
import { createLocalHost } from '../../../fakes/local-host.ts'
import { never } from '../../../support/connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mailu = ['front', 'admin', 'imap', 'smtp'].map(service => `mailu\\t${service}\\n`).join('')

/** A server whose docker, docker-compose and sudo are these scripts. */
function serverWith(
  tools: Partial<Record<'docker' | 'docker-compose' | 'sudo', string>>,
): NodeJS.ProcessEnv {
  const bin = mkdtempSync(join(folder, 'bin-'))
  for (const [name, body] of Object.entries(tools))
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
}
const docker = `case $1 in
version) echo 27.1 ;;
compose) echo 2.29.0 ;;
ps) printf '${mailu}' ;;
esac`
const denied = `case $1 in
compose) echo 2.29.0 ;;
*) [ -n "$AS_ROOT" ] || { echo 'permission denied while trying to connect to the Docker daemon socket' >&2; exit 1; }
${docker}
esac`
const freeSudo = 'shift; [ "$1" = -p ] && shift 2; AS_ROOT=1 exec env AS_ROOT=1 "$@"'

const trace = (over: Partial<ConnectionTrace> = {}): ConnectionTrace => ({
  keys: {},
  resolved: { hostname: 'home.lan', port: 22, user: 'maria' } as never, // only these are read
  addresses: [{ address: '192.168.1.5', family: 4, outcome: 'connected' }],
  address: '192.168.1.5',
  banner: 'SSH-2.0-OpenSSH_9.2',
  hostKey: { type: 'ssh-ed25519', sha256: 'SHA256:x' },
  trust: { trust: 'known', source: 'accepted' },
  way: 'password',
  ...over,
})

const check = (
  env: NodeJS.ProcessEnv,
  failure?: AppError,
  learnt = trace(),
  sudoPassword?: string,
) =>
  examine(
    {
      host: createLocalHost({
        user: 'maria',
        env,
        ...(sudoPassword !== undefined && { sudoPassword }),
      }),
      trace: learnt,
      connect: async () => {
        if (failure) throw failure
      },
      hasSudoPassword: sudoPassword !== undefined,
      onHop: () => undefined,
    },
    never,
  )
const verdicts = (steps: readonly Step[]): string =>
  steps.map(step => `${step.id} ${step.verdict}`).join(', ')
const codeAt = (steps: readonly Step[], id: string): string | undefined =>
  steps.find(step => step.id === id)?.code

describe('N1d the connection doctor', () => {
  it('N1d finds all nine hops well', async () => {
    const steps = await check(serverWith({ docker }))
    expect(steps.map(step => step.id)).toEqual([...hops])
    expect(verdicts(steps)).toBe(
      'dns right, tcp right, banner right, host-key right, auth right, sudo not-needed, docker right, compose right, mailu right',
    )
    expect(steps.at(-1)?.params).toEqual({ projects: 'mailu' })
  })

  it('N1d goes by sudo where the user may not use Docker', async () => {
    const steps = await check(serverWith({ docker: denied, sudo: freeSudo }))
    expect([codeAt(steps, 'sudo'), codeAt(steps, 'mailu')]).toEqual(['sudo-works', 'mailu-found'])
  })

  const { keys, resolved, addresses, address, banner, hostKey } = trace()
  const early = { keys, resolved: resolved!, addresses: addresses!, address: address! }
  const host = 'home'
  const broken = {
    dns: () => check({}, new AppError('host-not-found', { host }), { keys: {} }),
    tcp: () =>
      check(
        {},
        new AppError('host-refused', { host, port: 22, tried: '192.168.1.5 refused' }),
        early,
      ),
    banner: () => check({}, new AppError('host-not-ssh', { host, port: 22, banner: '220' }), early),
    'host-key': () =>
      check({}, new AppError('host-key-changed', { host, type: 't', sha256: 'a', recorded: 'b' }), {
        ...early,
        banner: banner!,
        hostKey: hostKey!,
      }),
    auth: () =>
      check({}, new AppError('login-refused', { user: 'maria', host, tried: 'password' })),
    sudo: () =>
      check(
        serverWith({ docker: denied, sudo: 'echo "sudo: a password is required" >&2; exit 1' }),
      ),
    docker: () =>
      check(serverWith({ docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' })),
    compose: () =>
      check(
        serverWith({
          docker: `case $1 in compose) exit 1 ;; *) ${docker}\nesac`,
          'docker-compose': 'exit 127',
        }),
      ),
    mailu: () => check(serverWith({ docker: docker.replace(mailu, 'shop\\tfront\\n') })),
  }

  it.each(Object.keys(broken) as (keyof typeof broken)[])(
    'N1d breaks at %s alone: earlier green, later grey',
    async id => {
      const steps = await broken[id]()
      const at = hops.indexOf(id)
      expect(steps.map(step => step.id)).toEqual([...hops])
      expect(steps.slice(0, at).every(step => ['right', 'not-needed'].includes(step.verdict))).toBe(
        true,
      )
      expect(['wrong', 'missing']).toContain(steps[at]?.verdict)
      expect(steps.slice(at + 1).every(step => step.verdict === 'not-tried')).toBe(true)
    },
  )

  it('N1d has nine codes for nine breaks, each with its remedy in words', async () => {
    const codes = await Promise.all(
      hops.map(async id => (await broken[id]()).find(step => step.id === id) as Step), // one a hop, as tested above
    )
    expect(new Set(codes.map(step => step.code)).size).toBe(9)
    for (const { code, params } of codes) {
      const text = (en.doctor.codes as Readonly<Record<string, string>>)[code]
      expect(text, code).toBeDefined()
      expect(fill(text!, params)).not.toMatch(/[{}]/)
    }
  })

  it('has a name for each hop', () => {
    expect(Object.keys(en.doctor.steps)).toEqual([...hops])
  })

  it('tells a forbidden and a wrong sudo apart', async () => {
    const forbidden = await check(
      serverWith({ docker: denied, sudo: 'echo "maria is not in the sudoers file." >&2; exit 1' }),
    )
    const wrong = await check(
      serverWith({
        docker: denied,
        sudo: 'case $1 in -n) echo "sudo: a password is required" >&2; exit 1 ;; esac; printf %s "$3" >&2; read -r x; printf %s "$3" >&2; read -r x; exit 1',
      }),
      undefined,
      trace(),
      'wrong',
    )
    expect([codeAt(forbidden, 'sudo'), codeAt(wrong, 'sudo')]).toEqual([
      'sudo-not-allowed',
      'sudo-password-wrong',
    ])
  })

  it('recognises a project by the four services that no Mailu is without', () => {
    expect(mailuProjects('a\tfront\na\tadmin\na\timap\na\tsmtp\nb\tfront\nb\tsmtp\n')).toEqual([
      'a',
    ])
  })
})
