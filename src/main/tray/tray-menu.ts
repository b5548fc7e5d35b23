/** The tray's menu as data: at most nine lines, none nested deeper than one, only what exists. Pure. */
import { contract } from '../../shared/contract/index.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import type { Place } from '../../shared/model/place.ts'
import type { WatchStatus } from '../../shared/model/watch.ts'
import { changesServer, type TrayShape, trayShape } from './tray-state.ts'
import { firstLine, lampLine, momentWords } from './tray-words.ts'

export type TrayAction =
  | { readonly do: 'open'; readonly place?: Place }
  | { readonly do: 'check' }
  | { readonly do: 'pause'; readonly for: 'hour' | 'tomorrow' }
  | { readonly do: 'resume' }
  | { readonly do: 'quit' }

export type TrayEntry =
  | { readonly kind: 'line'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] }

/** Everything that the tray shows. */
export interface TrayView {
  readonly shape: TrayShape
  readonly tooltip: string
  readonly menu: readonly TrayEntry[]
}

export interface TrayFacts {
  readonly status: WatchStatus | undefined
  readonly jobs: readonly JobRecord[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

const words = en.tray
const line = (label: string, action: TrayAction): TrayEntry => ({ kind: 'line', label, action })
/** Only what this build can do. */
const checkNow = Object.hasOwn(contract, 'watch.check')
  ? [line(words.checkNow, { do: 'check' })]
  : []
const separator: TrayEntry = { kind: 'separator' }
const hourMs = 3_600_000
/** Alerts that were put off until tomorrow come with the morning, not at midnight. */
const morning = 8

/** What the tray shows for these facts. */
export function trayView({ status, jobs, now }: TrayFacts): TrayView {
  const first = firstLine(status, now)
  const lamps = lampLine(status)
  const work = jobs.filter(changesServer).slice(0, 1)
  return {
    shape: trayShape(status, jobs),
    tooltip: first,
    menu: [
      line(first, { do: 'open', place: { page: 'overview' } }),
      ...(lamps === undefined ? [] : [{ kind: 'text', label: lamps } as const]),
      separator,
      ...work.map(job => line(workLabel(job), { do: 'open' })),
      ...(status?.isWatching ? [...checkNow, pauseMenu(status, now)] : []),
      ...(work.length > 0 || status?.isWatching ? [separator] : []),
      line(words.openPostern, { do: 'open' }),
      line(words.quit, { do: 'quit' }),
    ],
  }
}

function workLabel({ name, fraction }: JobRecord): string {
  const label = en.calls[name as keyof typeof en.calls] // a job's name is the contract's
  if (fraction === undefined) return label
  return fill(words.percent, { label, percent: Math.floor(fraction * 100) })
}

function pauseMenu({ pausedUntil }: WatchStatus, now: number): TrayEntry {
  const isPaused = pausedUntil !== undefined && Date.parse(pausedUntil) > now
  const label = isPaused
    ? fill(words.paused, { time: momentWords(Date.parse(pausedUntil), now) })
    : words.pause
  const entries = [
    line(words.forAnHour, { do: 'pause', for: 'hour' }),
    line(words.untilTomorrow, { do: 'pause', for: 'tomorrow' }),
    ...(isPaused ? [line(words.resume, { do: 'resume' })] : []),
  ]
  return { kind: 'submenu', label, entries }
}

/** When a pause that begins now ends; tomorrow is the next day's morning in this computer's zone, however long the night. */
export function pauseEnd(length: 'hour' | 'tomorrow', now: number): number {
  if (length === 'hour') return now + hourMs
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning).getTime()
}
