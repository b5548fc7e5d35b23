import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.ts'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import { preview } from '../../fakes/renderer/recorded-env.ts'
import { status } from '../../fakes/renderer/recorded-server.ts'

afterEach(unmountApp)
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input
const where = { server: 's1', project: 'mailu' }

async function editSize(shown: Awaited<ReturnType<typeof openWindow>>): Promise<void> {
  const row = [...document.querySelectorAll('tr')].find(one =>
    one.textContent.includes('MESSAGE_SIZE_LIMIT'),
  )
  const input = row?.querySelector('input')
  if (!input) throw new Error('no field for the size')
  input.value = '75 MB'
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
  await shown.click('Show what it would do')
}

/** An entry of the sidebar, by its word. */
const inSidebar = (word: string): Element | undefined =>
  [...document.querySelectorAll('.side a')].find(entry => entry.textContent.startsWith(word))

describe('the Server screen', () => {
  test('services are named by what they do, with their state in words', async () => {
    const shown = await openWindow('working')
    expect(shown.text()).toContain('Takes in and sends mail')
    expect(shown.text()).toContain('9 of 9 run. Checked')
    expect(shown.text()).toContain('Mailu 2024.06.57, /mailu')
  })

  test('a service that failed says so, also in the sidebar', async () => {
    const shown = await openWindow('working', '/server', fake =>
      fake.answer({
        'stack.status': () => ({
          ...status,
          services: status.services.map(service =>
            service.name === 'smtp' ? { ...service, state: 'failed', exitCode: 137 } : service,
          ),
        }),
      }),
    )
    expect(shown.text()).toContain('Ended with code 137')
    expect(inSidebar('Server')?.textContent).toContain('1 down')
  })

  test('N2f settings that are saved and not in effect have a banner, and recreating uses exactly those services', async () => {
    const shown = await openWindow('behind')
    expect(shown.text()).toContain('2 settings are saved but not in effect.')
    await shown.click('Show what would change')
    expect(shown.text()).toContain('Recreate 3 services with their new settings')
    await shown.click('Recreate and restart mail')
    expect(inputOf('stack.recreate')).toEqual({ ...where, services: ['front', 'admin', 'smtp'] })
    expect(shown.text()).toContain('9 of 9 services run.')
  })

  test('a change that is being watched is said, with who and until when', async () => {
    const shown = await openWindow('working', '/server', fake =>
      fake.answer({
        'stack.status': () => ({
          ...status,
          pending: { id: 't', who: 'otto', deadline: '2026-11-22T10:00:00Z', state: 'armed' },
        }),
      }),
    )
    expect(shown.text()).toContain('A change by otto is being watched until')
  })

  test('what can only be looked at says why and offers no change', async () => {
    const shown = await openWindow('readOnly')
    expect(shown.text()).toContain('It can be looked at, not changed: it runs under Docker Swarm.')
    expect(() => shown.button('Restart one')).toThrow('no button')
    expect(() => shown.button('Add a setting')).toThrow('no button')
    expect(() => shown.button('Show what would change')).toThrow('no button')
  })

  test('an unreachable server is said in words and never in red beside the entries', async () => {
    const shown = await openWindow('unreachable')
    expect(shown.text()).toContain('did not answer on port 22 within 15 seconds')
    expect(shown.text()).toContain('No mail is lost.')
    expect(inSidebar('Server')?.querySelector('.nav-state')?.className).toContain('unknown')
    await shown.click('Check the connection')
    expect(shown.text()).toContain('Permission denied (publickey).')
  })

  test('a part that could not be read while the line was down is read again when the server answers', async () => {
    let isDown = true
    const shown = await openWindow('working', '/server', fake =>
      fake.answer({
        'stack.status': () => ({ ...status }), // each answer is a new one, as over the bridge
        'stack.envHistory': () => {
          if (isDown) throw new AppError('connection-lost', { host: 'mail.example.org' })
          return []
        },
      }),
    )
    expect(shown.text()).toContain('broke')
    isDown = false
    document.dispatchEvent(new Event('visibilitychange'))
    await settled()
    expect(shown.text()).not.toContain('broke')
  })

  test('restarting one service is one job whose end is said until it is dismissed', async () => {
    const shown = await openWindow('working')
    bridge.holdJobs()
    document.querySelector<HTMLButtonElement>('button[aria-label="Actions for smtp"]')?.focus()
    bridge.emit('jobs.changed', {
      id: 'elsewhere',
      name: 'stack.restart',
      status: 'running',
      fraction: 0.5,
      step: { id: 'recreate', index: 2, of: 3, detail: 'smtp' },
      queuedAt: new Date().toISOString(),
      startedAt: new Date().toISOString(),
      heardAt: new Date().toISOString(),
      dismissed: false,
    })
    await settled()
    expect(shown.text()).toContain('Restart one service')
    expect(shown.text()).toContain('Step 2 of 3')
    bridge.emit('jobs.changed', {
      id: 'elsewhere',
      name: 'stack.restart',
      status: 'failed',
      queuedAt: new Date().toISOString(),
      dismissed: false,
      error: {
        code: 'compose-failed',
        params: { command: 'restart smtp', reply: 'no such service' },
        retryable: false,
        trail: [],
      },
    })
    await settled()
    expect(shown.text()).toContain('Compose could not do it (restart smtp).')
    await shown.click('Dismiss')
    expect(shown.text()).not.toContain('Compose could not do it')
  })

  test('work that is silent for 30 s says so', async () => {
    const shown = await openWindow('working')
    const before = new Date(Date.now() - 34_000).toISOString()
    bridge.emit('jobs.changed', {
      id: 'slow',
      name: 'stack.pull',
      status: 'running',
      queuedAt: before,
      startedAt: before,
      heardAt: before,
      dismissed: false,
    })
    await settled()
    expect(shown.text()).toMatch(/Waiting for the server’s answer \(3[3-5] s\)/)
  })
})

describe('changing settings', () => {
  test('N2c what would change is shown first; applying sends the edits and the base that was seen', async () => {
    const shown = await openWindow('working')
    await editSize(shown)
    const edits = { set: [{ key: 'MESSAGE_SIZE_LIMIT', value: '75000000' }], unset: [] }
    expect(inputOf('stack.envPreview')).toEqual({ ...where, edits })
    expect(shown.text()).toContain('Apply 2 settings and restart mail')
    expect(shown.text()).toContain('Mail stops for about 20 seconds.')
    expect(shown.text()).toContain('The server accepts the new file')
    expect(shown.text()).toContain('3 containers: front, admin, smtp')
    await shown.click('Apply and restart mail')
    expect(inputOf('stack.envApply')).toEqual({ ...where, edits, baseSha256: preview.baseSha256 })
    expect(shown.text()).toContain('Done in 17 s.')
    expect(shown.text()).toContain('are kept as /mailu/mailu.env.2026-11-22-1034')
  })

  test('a draft that the server refuses cannot be applied, and its line is named', async () => {
    const shown = await openWindow('working', '/server', fake =>
      fake.answer({
        'stack.envPreview': () => ({
          ...preview,
          accepted: undefined,
          problems: [
            { severity: 'error', code: 'unterminated-quote', line: 31, key: 'WELCOME', params: {} },
          ],
        }),
      }),
    )
    await editSize(shown)
    expect(shown.text()).toContain('A quote is opened and never closed')
    expect(shown.text()).toContain('line 31')
    expect(shown.button('Apply and restart mail').disabled).toBe(true)
  })

  test('N2e a change that was undone says which check failed', async () => {
    const shown = await openWindow('rollsBack')
    await editSize(shown)
    await shown.click('Apply and restart mail')
    expect(shown.text()).toContain('Undone by itself.')
    expect(shown.text()).toContain('Because afterwards this no longer worked: Greeting on port 25.')
    expect(shown.text()).toContain('no greeting on 192.168.1.20:25 within 30 s')
  })

  test('a file that was changed meanwhile is said, and nothing is lost of the draft', async () => {
    const shown = await openWindow('working', '/server', fake =>
      fake.answer({
        'stack.envApply': () => {
          throw new AppError('env-changed-meanwhile', { path: '/mailu/mailu.env' })
        },
      }),
    )
    await editSize(shown)
    await shown.click('Apply and restart mail')
    expect(shown.text()).toContain('was changed by someone else while you were editing')
    await shown.click('Cancel')
    expect(shown.text()).toContain('One change, not saved yet.')
  })

  test('typing the value that stands there already is no change', async () => {
    const shown = await openWindow('working')
    const row = [...document.querySelectorAll('tr')].find(one => one.textContent.includes('DOMAIN'))
    const input = row?.querySelector('input')
    if (!input) throw new Error('no field')
    input.value = 'example.org'
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(shown.text()).toContain('One change, not saved yet.')
    input.value = 'example.com'
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(shown.text()).not.toContain('not saved yet')
  })

  test('a secret is never shown and can only be replaced', async () => {
    const shown = await openWindow('working')
    const row = [...document.querySelectorAll('tr')].find(one =>
      one.textContent.includes('RELAYPASSWORD'),
    )
    expect(row?.querySelector('input')).toBeNull()
    row?.querySelector('button')?.click()
    await settled()
    expect(row?.querySelector('input')?.type).toBe('password')
    expect(shown.text()).toContain('kept on the server')
  })

  test('an unknown key of the file is shown, and a new key is typed in as the catalogue says', async () => {
    const shown = await openWindow('working')
    expect(shown.text()).toContain('MY_OWN_KEY')
    await shown.click('Add a setting')
    await shown.type('Which setting?', 'WELCOME')
    await shown.click('Add it')
    const row = [...document.querySelectorAll('tr')].find(one =>
      one.textContent.includes('WELCOME'),
    )
    expect([...(row?.querySelectorAll('option') ?? [])].map(one => one.value)).toContain('true')
  })

  test('finding looks at name, label and value', async () => {
    const shown = await openWindow('working')
    await shown.type('Find a setting', 'sendgrid')
    const keys = [...document.querySelectorAll('.env tbody tr')].map(row => row.textContent)
    expect(keys).toHaveLength(1)
    expect(keys[0]).toContain('RELAYHOST')
  })

  test('N2f a copy that is the file of now offers nothing to bring back', async () => {
    const same = { ...preview, diff: [], changedKeys: [], recreate: [] }
    const shown = await openWindow('working', '/server', one =>
      one.answer({ 'stack.envCopyPreview': () => same }),
    )
    await shown.click('Compare, bring back…')
    expect(shown.text()).toContain('The file holds exactly these settings.')
    expect(shown.button('Bring back and restart mail').disabled).toBe(true)
  })

  test('N2f earlier settings are compared with those of now, then come back by the same way', async () => {
    const shown = await openWindow('working')
    await shown.click('Compare, bring back…')
    expect(inputOf('stack.envCopyPreview')).toEqual({ ...where, id: 'c1' })
    expect(shown.text()).toContain('old: MESSAGE_SIZE_LIMIT=50000000')
    expect(shown.text()).toContain('new: MESSAGE_SIZE_LIMIT=75000000')
    expect(shown.text()).toContain('Mail stops for about 20 seconds')
    expect(shown.text()).toContain('The server accepts the new file')
    await shown.click('Bring back and restart mail')
    expect(inputOf('stack.envRollback')).toEqual({
      ...where,
      id: 'c1',
      baseSha256: preview.baseSha256,
    })
    expect(shown.text()).toContain('Done in 17 s.')
  })
})

describe('the live log', () => {
  const lines = (n: number, text = 'status=sent') =>
    Array.from({ length: n }, (_, index) => ({ service: 'smtp', text: `${text} ${index}` }))
  const nextFrame = async (): Promise<void> => {
    await new Promise(done => requestAnimationFrame(() => done(undefined)))
    await settled()
  }

  test('it follows the chosen services and ends its job when it is closed', async () => {
    const shown = await openWindow('working')
    await shown.click('Live log')
    expect(inputOf('stack.logs')).toEqual({ ...where, services: [], follow: true, tail: 200 })
    bridge.emit('stack.logged', { jobId: 'job-1', lines: lines(3), leftOut: 0, read: 3 })
    bridge.emit('stack.logged', {
      jobId: 'another',
      lines: lines(3, 'of another window'),
      leftOut: 0,
      read: 3,
    })
    await nextFrame()
    expect(shown.text()).not.toContain('Nothing was logged yet.')
    expect(shown.text()).not.toContain('of another window')
    await shown.click('Close the log')
    expect(inputOf('jobs.cancel')).toEqual({ id: 'job-1' })
  })

  test('N2g every line is accounted for: read, here, no longer here, left out', async () => {
    const shown = await openWindow('working')
    await shown.click('Live log')
    const emit = (n: number, leftOut: number, read: number) =>
      bridge.emit('stack.logged', { jobId: 'job-1', lines: lines(n), leftOut, read })
    emit(15_000, 0, 15_000)
    await nextFrame()
    expect(shown.text()).toContain('15 000 lines read')
    expect(shown.text()).not.toContain('no longer here')
    emit(10_000, 2000, 27_000)
    await nextFrame()
    expect(shown.text()).toContain(
      '27 000 lines read · 5 000 older ones are no longer here · 2 000 left out: too fast to show',
    )
    await shown.click('Pause')
    emit(40_000, 0, 67_000)
    await nextFrame()
    const { read, kept, gone, leftOut } = document.querySelector<HTMLElement>('.log-count')!.dataset
    expect(Number(kept) + Number(gone) + Number(leftOut)).toBe(Number(read))
    expect(shown.text()).toContain('67 000 lines read')
    expect(shown.text()).toContain('20 000 wait')
  })

  test('N2g the log is saved as a file: of the chosen services, of a time, only what is sought', async () => {
    const shown = await openWindow('working', '/server', one =>
      one.answer({
        'stack.saveLogs': () => ({ path: '/home/maria/smtp.log', lines: 1204, sizeBytes: 120_000 }),
      }),
    )
    await shown.click('Live log')
    await shown.type('Find in log', ' deferred ')
    await shown.click('Save the log as a file')
    await shown.click('The last day… only lines with “deferred”')
    expect(inputOf('stack.saveLogs')).toEqual({
      ...where,
      services: [],
      since: '24h',
      matching: 'deferred',
    })
    expect(shown.text()).toContain('1 204 lines (120 kB) saved in /home/maria/smtp.log.')
  })

  test('paused, lines are held back and shown afterwards', async () => {
    const shown = await openWindow('working')
    await shown.click('Live log')
    await shown.click('Pause')
    bridge.emit('stack.logged', { jobId: 'job-1', lines: lines(3), leftOut: 0, read: 3 })
    await nextFrame()
    expect(shown.text()).toContain('Nothing was logged yet.')
    await shown.click('Go on')
    await nextFrame()
    expect(shown.text()).not.toContain('Nothing was logged yet.')
  })
})
