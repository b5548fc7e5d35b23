/** Spans as calendar days of this computer's present zone: what bars and availability are made of. */
import { Lamp, type WatchHistory } from '../../shared/model/watch.ts'
import type { Span } from './store/spans.ts'

const two = (number: number): string => String(number).padStart(2, '0')

/** `2026-11-22` in the present zone. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The first moment of the day that is `days` before that of `at`; days of 23 and 25 hours count as one. */
export function dayStart(at: number, days = 0): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime()
}

const overlap = (span: Span, from: number, to: number): number =>
  Math.max(0, Math.min(span.to, to) - Math.max(span.from, from))

const seconds = (ms: number): number => Math.round(ms / 1000)

/** What one lamp did between two moments; the rest of the time nobody watched. */
function sums(spans: readonly Span[], from: number, to: number) {
  const of = (state: Span['state']): number =>
    seconds(
      spans
        .filter(one => one.state === state)
        .reduce((sum, one) => sum + overlap(one, from, to), 0),
    )
  const [working, down, own] = [of('working'), of('down'), of('own')]
  return {
    working,
    down,
    own,
    notWatched: Math.max(0, seconds(Math.max(0, to - from)) - working - down - own),
  }
}

/**
 * The last `days` days up to `now`, today among them. A day before anybody watched is wholly "not watched"; of today only what
 * has passed counts. Availability is the working share of the watched time (row B11).
 */
export function historyOf(
  server: string,
  spans: readonly Span[],
  since: number | undefined,
  now: number,
  days: number,
): WatchHistory {
  const starts = Array.from({ length: days }, (_, index) => dayStart(now, days - 1 - index))
  const from = starts[0] ?? now
  return {
    server,
    from: dayOf(from),
    to: dayOf(now),
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    lamps: Lamp.options.map(lamp => {
      const own = spans.filter(one => one.lamp === lamp)
      const total = sums(own, from, now)
      const watched = total.working + total.down
      return {
        lamp,
        days: starts.map((start, index) => ({
          day: dayOf(start),
          ...sums(own, start, Math.min(now, starts[index + 1] ?? now)),
        })),
        ...(watched > 0 && { availability: total.working / watched }),
        total,
      }
    }),
  }
}
