import { afterEach, describe, expect, test } from 'vitest'
import { Settings } from '../../../src/shared/contract/settings.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import {
  changedLook,
  discovery,
  home as fakeHome,
  look,
  project,
} from '../../fakes/renderer/recorded-server.ts'

afterEach(unmountApp)
const sha = 'SHA256:qN3v7TzKdYp0wEoR4mUa81LcHs+XfG2BjVtD6iQ9oZy'
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input

describe('first run: find your server', () => {
  test('without a server the window opens at the first step, with the hosts of the SSH settings', async () => {
    const shown = await openWindow('fresh')
    expect(shown.path()).toBe('/start')
    expect(shown.text()).toContain('Where does your Mailu run?')
    expect(shown.text()).toContain('SSH settings: 3 hosts')
    expect(shown.text()).toContain('maria@gate.example.org:2222, through bastion')
    expect(shown.text()).toContain('Default key: none, not needed')
  })

  test('the fingerprint is shown before anybody logs in, and only that one is accepted', async () => {
    const shown = await openWindow('fresh')
    await shown.click('Show its fingerprint')
    expect(inputOf('servers.look')).toEqual({ host: 'home' })
    expect(shown.text()).toContain('SHA256:qN3v 7TzK dYp0')
    expect(bridge.calls.map(call => call.method)).not.toContain('servers.add')
    await shown.click('It is the same, connect')
    expect(inputOf('servers.add')).toEqual({ name: 'home', host: 'home', acceptHostKey: sha })
    expect(shown.text()).toContain('Here is what is there.')
  })

  test('a server that is in known_hosts is shown and not asked about', async () => {
    const shown = await openWindow('fresh', '/start', fake =>
      fake.answer({
        'servers.look': () => ({
          ...look,
          trust: 'known',
          recorded: { type: 'ssh-ed25519', sha256: sha, file: '/home/maria/.ssh/known_hosts' },
        }),
      }),
    )
    await shown.click('Show its fingerprint')
    expect(shown.text()).toContain('recorded in /home/maria/.ssh/known_hosts')
    await shown.click('Connect')
    expect(inputOf('servers.add')).toEqual({ name: 'home', host: 'home' })
  })

  test('N1c a changed key shows both fingerprints and leaves no way on', async () => {
    const shown = await openWindow('changedKey', '/start')
    await shown.click('Show its fingerprint')
    expect(shown.text()).toContain('The server’s fingerprint has changed.')
    expect(shown.text()).toContain('SHA256:qN3v 7TzK')
    expect(shown.text()).toContain('SHA256:Zk81 pQmN')
    expect(() => shown.button('Connect')).toThrow('no button')
    expect(() => shown.button('It is the same, connect')).toThrow('no button')
  })

  test('N1a a host on the way is compared first, then the server behind it', async () => {
    const shown = await openWindow('jump')
    await shown.click('Show its fingerprint')
    expect(shown.text()).toContain('The way to home leads through gate.example.org.')
    expect(() => shown.button('It is the same, connect')).toThrow('no button')
    await shown.click('It is the same, go on')
    expect(inputOf('servers.look')).toEqual({ host: 'home', acceptHostKey: sha })
    expect(shown.text()).toContain('Is this your server?')
    await shown.click('It is the same, connect')
    expect(inputOf('servers.add')).toMatchObject({
      acceptHostKey: `${sha},${changedLook.hostKey.sha256}`,
    })
  })

  test('another server is taken by address, user and port', async () => {
    const shown = await openWindow('fresh', '/start')
    shown.field('Another one').click()
    await shown.type('Name or address', ' mail.example.com ')
    await shown.type('User', 'otto')
    await shown.type('Port', '2222')
    await shown.click('Show its fingerprint')
    expect(inputOf('servers.look')).toEqual({ host: 'mail.example.com', port: 2222, user: 'otto' })
  })

  test('a port that is no port cannot be tried', async () => {
    const shown = await openWindow('fresh', '/start')
    shown.field('Another one').click()
    await shown.type('Name or address', 'nas')
    await shown.type('Port', '70000')
    expect(shown.button('Show its fingerprint').disabled).toBe(true)
  })

  test('a locked key is said in words and its passphrase asked for', async () => {
    const shown = await openWindow('fresh', '/start', fake =>
      fake.answer({
        'servers.add': () => {
          throw new AppError('key-passphrase-needed', { file: '~/.ssh/id_ed25519' })
        },
      }),
    )
    await shown.click('Show its fingerprint')
    await shown.click('It is the same, connect')
    expect(shown.text()).toContain('is locked with a passphrase')
    expect(shown.text()).toContain('No mail is lost.')
    await shown.type('Passphrase of the key file', 'open sesame')
    await shown.click('It is the same, connect')
    expect(inputOf('servers.add')).toMatchObject({ passphrase: 'open sesame' })
  })

  test('an answer to a host that is no longer chosen is not shown', async () => {
    let answer: (value: typeof look) => void = () => undefined
    const shown = await openWindow('fresh', '/start', fake =>
      fake.answer({ 'servers.look': () => new Promise(done => (answer = done)) }),
    )
    await shown.click('Show its fingerprint')
    const second = document.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]
    second?.click()
    answer(look)
    await settled()
    expect(shown.text()).not.toContain('Is this your server?')
  })

  test('skipping without a server leads to a page that says how to take it up again', async () => {
    const shown = await openWindow('fresh')
    await shown.click('Skip this step')
    expect(shown.path()).toBe('/overview')
    await shown.click('Find your server')
    expect(shown.path()).toBe('/start')
  })
})

describe('first run: look around', () => {
  test('what was found is shown with the commands that were run', async () => {
    const shown = await openWindow('looking')
    expect(shown.text()).toContain('Here is what is there.')
    expect(shown.text()).toContain('2024.06.57, project “mailu” in /mailu')
    expect(shown.text()).toContain('9 of 9 running, none waiting for new settings')
    expect(shown.text()).toContain('41 GB free of 120 GB')
    expect(shown.text()).toContain('It sends by itself.')
    expect(shown.text()).toContain('7 commands were run, all of them reading')
    expect(shown.text()).toContain('docker exec "$1" cat /version')
  })

  test('a host without Mailu ends in a page that says what to do', async () => {
    const shown = await openWindow('noMailu')
    expect(shown.text()).toContain('There is no Mailu here.')
    expect(shown.text()).toContain('2 other projects run there.')
    expect(shown.text()).toContain('docker compose -p mailu up -d')
    await shown.click('Choose another server')
    expect(shown.text()).toContain('Where does your Mailu run?')
  })

  test('a kind that is only shown says why', async () => {
    const swarm = { ...project, canChange: false, readOnlyReason: 'swarm' } as const
    const shown = await openWindow('readOnly', '/start', fake =>
      fake.answer({
        'settings.get': () => Settings.parse({ firstRun: 'look' }),
        'stack.find': () => ({ ...discovery, projects: [swarm] }),
      }),
    )
    expect(shown.text()).toContain('It can be looked at, not changed: it runs under Docker Swarm.')
  })

  test('two installations: the chosen one is looked at', async () => {
    const shown = await openWindow('looking', '/start', fake =>
      fake.answer({
        'stack.find': () => ({
          ...discovery,
          projects: [project, { ...project, name: 'trial', dir: '/srv/trial' }],
        }),
      }),
    )
    expect(shown.text()).toContain('Several installations were found')
    document.querySelector<HTMLInputElement>('input[value=trial]')?.click()
    await settled()
    expect(inputOf('stack.status')).toEqual({ server: 's1', project: 'trial' })
  })

  test('a missing sudo password is asked for in its place and the look goes on', async () => {
    let isKnown = false
    const shown = await openWindow('looking', '/start', fake =>
      fake.answer({
        'stack.find': () => {
          if (!isKnown) throw new AppError('sudo-password-needed', { user: 'maria' })
          return discovery
        },
        'servers.update': () => {
          isKnown = true
          return { ...fakeHome }
        },
      }),
    )
    await shown.type('sudo password of maria', 'hush')
    await shown.click('Use it')
    expect(inputOf('servers.update')).toEqual({ server: 's1', sudoPassword: 'hush' })
    expect(shown.text()).toContain('Here is what is there.')
  })

  test('the last step says how mail leaves and leads to the relay', async () => {
    const shown = await openWindow('looking')
    await shown.click('Continue: can it send?')
    expect(shown.text()).toContain('Mail leaves directly from your home.')
    await shown.click('Choose a relay')
    expect(shown.path()).toBe('/sending?choose=1')
    expect(shown.text()).toContain('Who carries your mail?')
    expect(inputOf('settings.set')).toEqual({ firstRun: 'done' })
  })
})
