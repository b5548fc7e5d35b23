/** One lamp on one day, folded into what its cell shows. */
import type { LampDay } from '../../../shared/model/watch.ts'

export type DayKind = 'worked' | 'own' | 'broke' | 'unwatched'

export interface DayCell {
  readonly day: string
  readonly kind: DayKind
  /** Share of the day that nobody watched, 0 to 1: that part of the cell is hatched. */
  readonly unseen: number
  readonly downMs: number
  readonly ownMs: number
  readonly watchedMs: number
}

/** Below this much of a day nothing is drawn for it: a restart of the app is no gap worth seeing. */
const smallestGap = 0.05

export function dayCell({ day, working, down, own, notWatched }: LampDay): DayCell {
  const watched = working + down + own
  const share = watched + notWatched === 0 ? 1 : notWatched / (watched + notWatched)
  const kind = watched === 0 ? 'unwatched' : down > 0 ? 'broke' : own > 0 ? 'own' : 'worked'
  return {
    day,
    kind,
    unseen: kind === 'unwatched' ? 1 : share < smallestGap ? 0 : share,
    downMs: down * 1000,
    ownMs: own * 1000,
    watchedMs: watched * 1000,
  }
}
