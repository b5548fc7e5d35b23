import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { onHome } from '../home.ts'
import { type Lab, person } from '../lab.ts'
import { sampled } from '../sampled.ts'
import { type Postern, posternIn } from '../postern.ts'
import { reset } from '../reset.ts'
import { useLab } from '../use-lab.ts'
import { findLeaks, type Place } from './canary/forms.ts'
import { filesIn, samplePs, serverFiles } from './canary/places.ts'

const held = useLab()
let lab: Lab

beforeAll(() => {
  lab = held()
})

const wrong = 'wrong-canary-c4f1'
const apiToken = 'token-canary-9b27-0123456789'
const providerKey = 'SG.key-canary-5e8d.0123456789'

/** Everything that a person may do with secrets, done through the command line; what it printed. */
async function useSecrets(
  postern: Postern,
  user: string,
  login: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly Place[]> {
  const said: Place[] = []
  const does = async (words: readonly string[], stdin?: string): Promise<number> => {
    const ran = await postern(words, { env, ...(stdin !== undefined && { stdin }) })
    said.push({
      name: `what “${words.slice(0, 2).join(' ')}” said`,
      bytes: Buffer.from(ran.stdout + ran.stderr),
    })
    return ran.code
  }
  const { host, ports, hostKeys } = lab.ssh
  const address = ['--host', host, '--port', String(ports.default), '--user', user]
  const keys = Object.values(hostKeys).map(key => key.sha256)
  const accept = ['--accept-host-key', keys.join(',')]
  expect(await does(['servers', 'add', 'home', ...address, ...login, ...accept, '--json'])).toBe(0)
  expect(await does(['servers', 'doctor', 'home', '--json'])).toBe(0)
  expect(await does(['stack', 'status', '--json'])).toBe(0)
  expect(await does(['stack', 'env', 'get', '--json'])).toBe(0)
  expect(
    await does(['stack', 'env', 'set', 'API_TOKEN=-', 'API=true', '--preview'], apiToken),
  ).toBe(0)
  expect(await does(['stack', 'env', 'set', 'API_TOKEN=-', '--json'], apiToken)).toBe(0)
  const relay = ['--provider', 'generic', '--host', lab.relay.host, '--user', lab.relay.user]
  const set = ['relay', 'set', ...relay, '--password-stdin']
  expect(await does([...set, '--json'], wrong)).toBe(1)
  expect(await does(set, lab.relay.password)).toBe(0)
  expect(await does(['relay', 'status', '--json'])).toBe(0)
  // Of this relay there is no API: the key is refused, and kept nowhere.
  expect(await does(['relay', 'key', 'set', '--key-stdin', '--json'], providerKey)).toBe(1)
  expect(await does(['stack', 'logs', '--tail', '200', '--json'])).toBe(0)
  expect(await does(['servers', 'commands', 'home', '--json'])).toBe(0)
  expect(await does(['jobs', 'list', '--json'])).toBe(0)
  return said
}

describe('N9a N9d secrets stay where they belong', () => {
  const cases = [
    ['maria', 'a locked key, sudo with a password'],
    ['petra', 'a password, sudo with a password'],
    ['nils', 'a key, sudo without a password'],
  ] as const

  test.each(sampled(cases))(
    'N9d as %s (%s) no secret is seen in ps, files, logs or output',
    async name => {
      const dataDir = await tempFolder()
      mkdirSync(join(dataDir, 'home'))
      const user = person(lab, name)
      const { password, lockedKey, keyFile } = user
      const secretFile = join(await tempFolder(), 'passphrase')
      writeFileSync(secretFile, lockedKey?.passphrase ?? '', { mode: 0o600 })
      const key = lockedKey
        ? ['--identity', lockedKey.file, '--passphrase-file', secretFile]
        : keyFile === undefined
          ? ['--password-env', 'THE_SECRET']
          : ['--identity', keyFile]
      const sudo = password === undefined ? [] : ['--sudo-password-env', 'THE_SECRET']
      const stopSampling = samplePs()
      const said = await useSecrets(
        posternIn(dataDir),
        name,
        [...key, ...sudo],
        password === undefined ? {} : { THE_SECRET: password },
      )
      const ps = await stopSampling()
      expect(ps.bytes.length).toBeGreaterThan(10_000)
      const canaries = {
        ...(password !== undefined && { 'login and sudo password': password }),
        ...(lockedKey && { passphrase: lockedKey.passphrase }),
        'relay password': lab.relay.password,
        'wrong relay password': wrong,
        'API token': apiToken,
        'key of the relay’s provider': providerKey,
      }
      const places = [...said, ...filesIn(dataDir), ...(await serverFiles()), ps]
      expect(findLeaks(canaries, places)).toEqual([])
      await reset(lab)
    },
  )

  test('N9d a warm sudo ticket does not turn the password into the first line of a file', async () => {
    const dataDir = await tempFolder()
    mkdirSync(join(dataDir, 'home'))
    const maria = person(lab, 'maria')
    const postern = posternIn(dataDir)
    const { host, ports, hostKeys } = lab.ssh
    const env = { THE_SECRET: maria.password! }
    const accept = Object.values(hostKeys)
      .map(one => one.sha256)
      .join(',')
    const words = [
      'servers',
      'add',
      'home',
      '--host',
      host,
      '--port',
      String(ports.default),
      '--user',
      'maria',
    ]
    const login = [
      '--identity',
      maria.keyFile!,
      '--sudo-password-env',
      'THE_SECRET',
      '--accept-host-key',
      accept,
    ]
    expect((await postern([...words, ...login], { env })).code).toBe(0)
    // Tickets of the whole user, so that the product's own session finds one.
    await onHome([
      '/bin/sh',
      '-c',
      'echo "Defaults timestamp_type=global" >/etc/sudoers.d/zz-canary',
    ])
    try {
      await onHome(['/bin/sh', '-c', 'head -n 1 | sudo -S -v'], {
        user: 'maria',
        input: `${maria.password}\n`,
      })
      const { envFile } = lab.projects.find(project => project.isMailu)!
      const set = await postern(['stack', 'env', 'set', 'MESSAGE_RATELIMIT=222/day', '--json'])
      expect([set.code, set.stderr]).toEqual([0, expect.any(String)])
      const file = (await onHome(['cat', envFile!])).stdout
      expect(file.includes('MESSAGE_RATELIMIT=222/day')).toBe(true)
      expect(file.includes(maria.password!)).toBe(false)
    } finally {
      await onHome(['rm', '-f', '/etc/sudoers.d/zz-canary'])
    }
  })
})
