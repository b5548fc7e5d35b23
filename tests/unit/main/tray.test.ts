import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { trayIconFile } from '../../../src/main/tray/tray-icon.ts'
import { actFor } from '../../../src/main/tray/tray-actions.ts'
import {
  pauseEnd,
  type TrayAction,
  type TrayEntry,
  trayView,
} from '../../../src/main/tray/tray-menu.ts'
import { trayShapes } from '../../../src/main/tray/tray-state.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import type { JobRecord } from '../../../src/shared/model/job.ts'
import {
  HeadlineCode,
  type IncidentSummary,
  Lamp,
  LampState,
  type ServerWatch,
  type WatchStatus,
} from '../../../src/shared/model/watch.ts'
import { type z } from '../../../src/shared/zod.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)

const canCheck = Object.hasOwn(contract, 'watch.check')
const now = new Date(2026, 10, 22, 10, 32).getTime()
const at = (hours: number, minutes: number) => new Date(2026, 10, 22, hours, minutes).toISOString()
const lamp = (state: LampState) => ({ state, code: state, params: {} })

const server = (over: Partial<ServerWatch> = {}): ServerWatch => ({
  server: 'home',
  lamps: {
    receive: lamp('working'),
    send: lamp('working'),
    read: lamp('working'),
    backup: lamp('off'),
  },
  vantages: { line: 'working', path: 'working', server: 'working' },
  checkedAt: at(10, 32),
  incidents: [],
  promisedDetectionMs: 240_000,
  ...over,
})
const watching = (
  code: z.infer<typeof HeadlineCode>,
  servers: readonly ServerWatch[] = [server()],
  over: Partial<WatchStatus> = {},
): WatchStatus => ({
  isWatching: true,
  servers: [...servers],
  headline: { code, params: {} },
  promisedDetectionMs: 240_000,
  ...over,
})
const incident = (over: Partial<IncidentSummary> = {}): IncidentSummary => ({
  id: 'i1',
  server: 'home',
  isOpen: true,
  severity: 'down',
  vantage: 'server',
  lamps: ['receive'],
  checks: ['receive.v4'],
  cause: { check: 'receive.v4', code: 'no-answer', params: {} },
  startedAt: at(10, 4),
  noticedAt: at(10, 8),
  isOwn: false,
  isFlapping: false,
  hasGap: false,
  isNoted: true,
  ...over,
})
const job = (over: Partial<JobRecord> = {}): JobRecord => ({
  id: 'j1',
  name: 'stack.envApply',
  status: 'running',
  fraction: 0.624,
  queuedAt: at(10, 30),
  dismissed: false,
  ...over,
})
const view = (status: WatchStatus | undefined, jobs: readonly JobRecord[] = []) =>
  trayView({ status, jobs, now })
const labels = (menu: readonly TrayEntry[]) =>
  menu.map(entry => (entry.kind === 'separator' ? '──' : entry.label))

describe('the tray', () => {
  test('N10e all is well: the menu of nine lines at most, the tooltip is its first line', () => {
    const shown = view(watching('working'))
    expect(labels(shown.menu)).toEqual([
      'Mail is working, checked 10:32',
      'Send ✓   Receive ✓   Read ✓',
      '──',
      ...(canCheck ? ['Check everything now'] : []),
      'Pause alerts',
      '──',
      'Open Postern',
      'Quit',
    ])
    expect(shown).toMatchObject({ shape: 'ok', tooltip: 'Mail is working, checked 10:32' })
  })

  test('N11c each headline has the shape that says the same without colour', () => {
    const shapes = Object.fromEntries(
      HeadlineCode.options.map(code => [code, view(watching(code)).shape]),
    )
    expect(shapes).toEqual({
      off: 'not-watching',
      'no-server': 'not-watching',
      'not-watched': 'not-watching',
      checking: 'not-watching',
      offline: 'not-watching',
      'cannot-tell': 'not-watching',
      unreachable: 'down',
      down: 'down',
      'needs-you': 'needs-you',
      'own-work': 'working',
      working: 'ok',
    })
    expect(view(undefined).shape).toBe('not-watching')
  })

  test('mail is down: what and since when stands first, and work that runs hides none of it', () => {
    const down = watching('down', [
      server({
        lamps: { ...server().lamps, receive: lamp('down'), send: lamp('cannot-tell') },
        incidents: [incident()],
      }),
    ])
    expect(view(down, [job()])).toMatchObject({
      shape: 'down',
      tooltip: 'Mail does not work since 10:04',
      menu: [
        {},
        { kind: 'text', label: 'Send ?   Receive ×   Read ✓' },
        ...Array(6 + (canCheck ? 1 : 0)).fill({}),
      ],
    })
  })

  test('the gravest of several incidents is named, the others are counted; those of one’s own work are not', () => {
    const status = watching('down', [
      server({
        incidents: [
          incident({ id: 'a', severity: 'needs-you', lamps: [] }),
          incident({ id: 'b', lamps: ['send'], startedAt: at(9, 51) }),
          incident({ id: 'c', isOwn: true }),
          incident({ id: 'd', severity: 'info' }),
        ],
      }),
    ])
    expect(view(status).tooltip).toBe('Mail does not work since 09:51, and 1 more')
  })

  test('work that changes a server turns the envelope’s arrow on and shows how far it is; reading does not', () => {
    const busy = view(watching('working'), [job(), job({ id: 'j2', name: 'stack.logs' })])
    expect(busy.shape).toBe('working')
    expect(labels(busy.menu)).toContain('Change the settings of Mailu (62 %)')
    const quiet = [
      job({ name: 'stack.logs' }),
      job({ status: 'queued' }),
      job({ name: 'gone.away' }),
    ]
    expect(view(watching('working'), quiet).shape).toBe('ok')
  })

  test('while nobody watches there is nothing to check or to pause', () => {
    expect(labels(view(watching('off', [], { isWatching: false })).menu)).toEqual([
      'Nobody watches',
      '──',
      'Open Postern',
      'Quit',
    ])
    expect(view(undefined).menu).toHaveLength(4)
  })

  test('paused alerts say until when and can be resumed; a pause that is over says nothing', () => {
    const pause = (pausedUntil?: string) => {
      const { menu } = view(watching('working', [server()], pausedUntil ? { pausedUntil } : {}))
      const entry = menu.find(one => one.kind === 'submenu')
      return entry?.kind === 'submenu' ? [entry.label, ...labels(entry.entries)] : []
    }
    expect(pause()).toEqual(['Pause alerts', 'For 1 hour', 'Until tomorrow'])
    expect(pause(at(11, 30))).toEqual([
      'Alerts are paused until 11:30',
      'For 1 hour',
      'Until tomorrow',
      'Resume',
    ])
    expect(pause(at(10, 0))).toHaveLength(3)
  })

  test('with two servers a lamp shows the worse one; what is not set up has no lamp', () => {
    const other = server({
      lamps: {
        ...{ receive: lamp('needs-you'), send: lamp('not-set-up') },
        ...{ read: lamp('working'), backup: lamp('not-set-up') },
      },
    })
    expect(labels(view(watching('needs-you', [server(), other])).menu)[1]).toBe(
      'Send ✓   Receive !   Read ✓',
    )
  })

  test('whatever the state, the menu has at most nine lines, one level of nesting, and a tooltip', () => {
    const states = fc.constantFrom(...LampState.options)
    const lamps = fc.record(Object.fromEntries(Lamp.options.map(one => [one, states.map(lamp)])))
    fc.assert(
      fc.property(
        fc.constantFrom(...HeadlineCode.options),
        fc.array(lamps, { maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        (code, all, isWatching, isBusy) => {
          const servers = all.map(one => server({ lamps: one as ServerWatch['lamps'] }))
          const shown = view(watching(code, servers, { isWatching }), isBusy ? [job()] : [])
          const lines = shown.menu.filter(entry => entry.kind !== 'separator')
          expect(lines.length).toBeLessThanOrEqual(9)
          expect(shown.tooltip).not.toMatch(/^$|\{/)
          for (const entry of shown.menu)
            if (entry.kind === 'submenu')
              expect(entry.entries.every(one => one.kind === 'line')).toBe(true)
        },
      ),
    )
  })

  test('a pause lasts an hour, or until the next morning, however late it is', () => {
    expect(pauseEnd('hour', now)).toBe(now + 3_600_000)
    const morning = new Date(2026, 10, 23, 8).getTime()
    expect(pauseEnd('tomorrow', now)).toBe(morning)
    expect(pauseEnd('tomorrow', new Date(2026, 10, 22, 23, 59).getTime())).toBe(morning)
    expect(pauseEnd('tomorrow', new Date(2026, 11, 31, 12).getTime())).toBe(
      new Date(2027, 0, 1, 8).getTime(),
    )
  })

  test('each entry does what it says', async () => {
    const asked: unknown[] = []
    const act = actFor({
      core: { answer: async (...call) => (asked.push(call), { ok: true, value: undefined }) },
      show: place => asked.push(place ?? 'window'),
      quit: () => asked.push('quit'),
    })
    const actions: TrayAction[] = [
      { do: 'open', place: { page: 'overview' } },
      { do: 'open' },
      { do: 'check' },
      { do: 'pause', for: 'hour' },
      { do: 'resume' },
      { do: 'quit' },
    ]
    actions.forEach(act)
    expect(asked).toEqual([
      { page: 'overview' },
      'window',
      ['watch.check', {}],
      ['watch.pause', { until: expect.stringMatching(/^\d{4}-.*Z$/) }],
      ['watch.resume', undefined],
      'quit',
    ])
  })
})

describe('the tray’s pictures', () => {
  const systems = ['linux', 'darwin', 'win32'] as const

  test.each(systems)('N11c on %s the five shapes are five different pictures', system => {
    const pictures = trayShapes.map(shape =>
      readFileSync(join('resources', 'icons', 'tray', 'png', trayIconFile(shape, system))).toString(
        'base64',
      ),
    )
    expect(new Set(pictures).size).toBe(trayShapes.length)
  })

  test('macOS gets templates, which have no colour of their own', () => {
    expect(trayShapes.map(shape => trayIconFile(shape, 'darwin'))).toEqual(
      trayShapes.map(shape => `${shape}-template-16.png`),
    )
    for (const shape of trayShapes) {
      const svg = readFileSync(join('resources', 'icons', 'tray', `${shape}-template.svg`), 'utf8')
      const colours = svg.match(/#[0-9a-f]{3,8}\b|rgb\([^)]*\)/gi) ?? []
      expect(colours.filter(one => !/^#(000|000000)$/i.test(one))).toEqual([])
    }
  })
})
