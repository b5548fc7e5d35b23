/** A world to be watched: an own line, a way to home and functions that break and come back, and everything that was said of it. */
import { createDatabase, type Database } from '../../src/core/store/database.ts'
import { findDriver } from '../../src/core/store/drivers.ts'
import { migrations } from '../../src/core/store/migrations.ts'
import type { Note, Notifier, Power, PowerEvent } from '../../src/core/platform.ts'
import type { Check } from '../../src/core/watch/check.ts'
import { createWatch, type Watch } from '../../src/core/watch/create-watch.ts'
import type { WatchDeps } from '../../src/core/watch/watch-deps.ts'
import { Settings } from '../../src/shared/contract/settings.ts'
import type { Noted, Outcome, WatchStatus } from '../../src/shared/model/watch.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createVirtualTime, type VirtualTime } from '../fakes/virtual-time.ts'
import { bad, good, second, shapes } from './watched.ts'

export interface WorldOptions {
  readonly began?: number
  /** What one run of a check finds now; a failing one takes its whole time. @default all is well */
  readonly find?: (id: string, at: number) => Outcome
  readonly settings?: Partial<Settings>
  readonly deps?: Partial<WatchDeps>
  readonly checks?: readonly Omit<Check, 'run' | 'contacts'>[]
  readonly db?: Database
  readonly serverNames?: readonly string[]
}

export interface World {
  readonly time: VirtualTime
  readonly watch: Watch
  readonly db: Database
  /** What was told, in order. */
  readonly noted: Noted[]
  /** What the desktop shows now, by tag. */
  readonly shown: Map<string, Note>
  readonly statuses: WatchStatus[]
  readonly secrets: Map<string, Secret>
  readonly runs: { count: number; most: number }
  readonly bugs: unknown[]
  settings: Settings
  power(event: PowerEvent): void
  press(tag: string, action: string): void
  /** Checks that fail from now on. */
  broken: Set<string>
  status(): Promise<WatchStatus>
  /** Who still listens to the host's ports. */
  listeners(): number
}

export async function memoryDb(): Promise<Database> {
  const open = await findDriver()
  const db = createDatabase(':memory:', open(':memory:'))
  for (const step of migrations) db.exec(step)
  return db
}

/** Lays the world out; `watch.begin()` is the test's. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const time = createVirtualTime(options.began ?? new Date(2026, 10, 22, 10).getTime())
  const db = options.db ?? (await memoryDb())
  const broken = new Set<string>()
  const runs = { count: 0, most: 0 }
  const underWay = new Map<string, number>()
  const find = options.find ?? ((id: string): Outcome => (broken.has(id) ? bad('no-answer') : good))
  const listeners = new Set<(event: PowerEvent) => void>()
  const pressed = new Set<(tag: string, action: string) => void>()
  const shown = new Map<string, Note>()
  const noted: Noted[] = []
  const statuses: WatchStatus[] = []
  const secrets = new Map<string, Secret>()
  const bugs: unknown[] = []

  const checkOf = (server: string, shape: Omit<Check, 'run' | 'contacts'>): Check => ({
    ...shape,
    contacts: () => [`${shape.id}.example.test:25`],
    run(signal) {
      runs.count += 1
      const key = `${server} ${shape.id}`
      underWay.set(key, (underWay.get(key) ?? 0) + 1)
      runs.most = Math.max(runs.most, underWay.get(key) ?? 0)
      const outcome = find(shape.id, time.clock.now())
      const end = (): void => void underWay.set(key, (underWay.get(key) ?? 1) - 1)
      if (outcome.verdict !== 'wrong') {
        end()
        return Promise.resolve(outcome)
      }
      return new Promise(resolve => {
        const done = (): void => {
          end()
          cancel()
          signal.removeEventListener('abort', done)
          resolve(outcome)
        }
        const cancel = time.timers.after(shape.timeoutMs - second, done)
        signal.addEventListener('abort', done)
      })
    },
  })

  const notifier: Notifier = {
    async show(note) {
      shown.set(note.tag, note)
      return true
    },
    close: async tag => void shown.delete(tag),
    onAction(listener) {
      pressed.add(listener)
      return () => void pressed.delete(listener)
    },
  }
  const power: Power = {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const servers = (options.serverNames ?? ['home']).map(name => ({
    id: name,
    name,
    host: `${name}.example.test`,
  }))
  const world = {
    settings: Settings.parse({ quietHours: 'off', ...options.settings }),
  }
  const watch = createWatch({
    db,
    secrets: {
      put: async (name, secret) => void secrets.set(name, secret),
      get: async name => secrets.get(name),
      has: name => secrets.has(name),
      removeAll: prefix => {
        for (const name of secrets.keys()) if (name.startsWith(prefix)) secrets.delete(name)
      },
    },
    clock: time.clock,
    timers: time.timers,
    notifier,
    power,
    settings: () => world.settings,
    staysOn: true,
    checksOf: async server => (options.checks ?? shapes).map(shape => checkOf(server, shape)),
    servers: () => servers,
    idOf: server => server,
    watched: async () => servers.map(({ name, host }) => ({ server: name, names: [host] })),
    post: async () => ({ status: 200, text: 'ok' }),
    addressesOf: async () => [],
    redact: text => text,
    bug: error => void bugs.push(error),
    changed: status => void statuses.push(status),
    noted: one => void noted.push(one),
    ...options.deps,
  })
  const never = new AbortController().signal
  return Object.assign(world, {
    time,
    watch,
    db,
    noted,
    shown,
    statuses,
    secrets,
    runs,
    bugs,
    broken,
    power(event: PowerEvent) {
      for (const listener of [...listeners]) listener(event)
    },
    press(tag: string, action: string) {
      for (const listener of pressed) listener(tag, action)
    },
    listeners: () => listeners.size + pressed.size,
    status: async () => watch.handlers['watch.status']({}, { signal: never }),
  })
}
