/** Runs tasks at their times: on a grid that does not drift, never twice at once, and aware of time that nobody was there for. */
import type { Clock } from '../platform.ts'
import type { Timers } from './timers.ts'

export interface Task {
  readonly id: string
  readonly intervalMs: number
  /** @default 0: at once */
  readonly firstInMs?: number
  /** Answers how soon it wants to run again; undefined: at its next place on the grid. */
  run(): Promise<number | undefined>
}

export interface Scheduler {
  /** Replaces a task of the same id; one that is running ends first. */
  add(task: Task): void
  remove(id: string): void
  /** Runs it at once; one that is running runs once more after its end. */
  soon(id: string): void
  /** Looks at the clock now: what is due is run, and time that passed unwatched is told. */
  look(): void
  /** What was planned is off: each task runs anew, spread out from now. */
  restart(): void
  stop(): void
}

export interface SchedulerDeps {
  readonly clock: Clock
  readonly timers: Timers
  /** Nobody was there between these moments; `to` before `from` means that the clock was set back. */
  readonly missed: (from: number, to: number) => void
  /** A fault of a task ends this run of it and nothing else. */
  readonly bug: (error: unknown) => void
}

interface Item {
  task: Task
  /** A point of the grid. */
  anchor: number
  dueAt: number
  isRunning: boolean
}

/** Nothing is planned farther ahead, so that a sleep is noticed soon after it. */
const beatMs = 60_000
/** So much later than planned is a sleep and not a busy computer. */
const lateMs = 45_000
const backMs = 1000
/** Tasks that begin together are spread by so much each. */
const spreadMs = 1500

/** Makes a scheduler; it works from the first task on until it is stopped. */
export function createScheduler({ clock, timers, missed, bug }: SchedulerDeps): Scheduler {
  const items = new Map<string, Item>()
  /** Those that run and are to run once more. */
  const wanted = new Set<string>()
  let isStopped = false
  let cancel: (() => void) | undefined
  let plannedFor = Infinity
  let lastLook = clock.now()
  let lookDelay = 0

  function plan(): void {
    if (isStopped || items.size === 0) {
      cancel?.()
      cancel = undefined
      plannedFor = Infinity
      return
    }
    const now = clock.now()
    if (cancel) notice(now)
    let next = now + beatMs
    for (const item of items.values()) if (!item.isRunning && item.dueAt < next) next = item.dueAt
    if (cancel && next >= plannedFor && plannedFor > now) return
    cancel?.()
    lookDelay = Math.max(0, next - now)
    lastLook = now
    plannedFor = now + lookDelay
    cancel = timers.after(lookDelay, look)
  }

  async function run(task: Task): Promise<number | undefined> {
    try {
      return await task.run()
    } catch (error) {
      bug(error)
      return undefined
    }
  }

  async function start(item: Item): Promise<void> {
    item.isRunning = true
    wanted.delete(item.task.id)
    const { task } = item
    const againInMs = await run(task)
    item.isRunning = false
    if (items.get(task.id) !== item) return
    const now = clock.now()
    const { intervalMs } = item.task
    const steps = Math.max(1, Math.floor((now - item.anchor) / intervalMs) + 1)
    const onGrid = item.anchor + steps * intervalMs
    item.anchor = onGrid - intervalMs
    item.dueAt = againInMs === undefined ? onGrid : Math.min(now + againInMs, onGrid)
    if (wanted.delete(task.id)) item.dueAt = now
    plan()
  }

  /** Whether the clock says something else than the time that was waited. */
  function notice(now: number): void {
    const passed = now - lastLook
    if (passed - lookDelay <= lateMs && passed >= -backMs) return
    const from = lastLook
    lastLook = now
    lookDelay = 0
    try {
      missed(from, now)
    } catch (error) {
      bug(error)
    }
    respread(now)
  }

  function respread(now: number): void {
    let place = 0
    for (const item of items.values()) {
      item.anchor = now + place * spreadMs
      item.dueAt = item.anchor
      place += 1
    }
  }

  function look(): void {
    if (isStopped) return
    cancel?.()
    cancel = undefined
    plannedFor = Infinity
    const now = clock.now()
    notice(now)
    lastLook = now
    for (const item of [...items.values()])
      if (!item.isRunning && item.dueAt <= now) void start(item)
    plan()
  }

  return {
    add(task) {
      const now = clock.now()
      const known = items.get(task.id)
      if (known) {
        const isSlower = task.intervalMs !== known.task.intervalMs
        known.task = task
        if (isSlower && !known.isRunning) known.dueAt = Math.min(known.dueAt, now + task.intervalMs)
        plan()
        return
      }
      const anchor = now + (task.firstInMs ?? 0)
      items.set(task.id, { task, anchor, dueAt: anchor, isRunning: false })
      plan()
    },
    remove(id) {
      items.delete(id)
      plan()
    },
    soon(id) {
      const item = items.get(id)
      if (!item) return
      if (item.isRunning) wanted.add(id)
      else item.dueAt = clock.now()
      plan()
    },
    look,
    restart() {
      respread(clock.now())
      plan()
    },
    stop() {
      isStopped = true
      items.clear()
      plan()
    },
  }
}
