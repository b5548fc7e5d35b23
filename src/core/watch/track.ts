/** Turns what the lamps show into spans of history, back-dated to the first failure and the first success. */
import type { Lamp } from '../../shared/model/watch.ts'
import { downSince, lampOf } from './machine/lamps.ts'
import type { Rules } from './machine/rules.ts'
import type { ServerState } from './machine/server-state.ts'
import type { SpanState, SpanStore } from './store/spans.ts'

interface Track {
  readonly state: SpanState
  /** Written up to here. */
  from: number
  /** Seen so up to here. */
  to: number
}

export interface Tracker {
  /** After a run that ended at `at`; `since` is the moment from which the new state holds, where it is known. */
  note(state: ServerState, rules: Rules, lamps: readonly Lamp[], at: number, since?: number): void
  /** Nobody watches from here on. */
  close(): void
  /** Writes what was seen. */
  flush(): void
}

/** So much may be lost when the power fails. */
const flushMs = 10 * 60_000

function spanStateOf(
  state: ServerState,
  rules: Rules,
  lamp: Lamp,
): { readonly state: SpanState; readonly since?: number } | undefined {
  switch (lampOf(state, rules, lamp).state) {
    case 'working':
    case 'needs-you':
      return { state: 'working' }
    case 'down': {
      const since = downSince(state, rules, lamp)
      const isOwn = state.maintenance !== undefined && (since ?? 0) >= state.maintenance.since
      return { state: isOwn ? 'own' : 'down', ...(since !== undefined && { since }) }
    }
    default:
      return undefined
  }
}

/** Keeps the history of one server. */
export function createTracker(server: string, spans: SpanStore): Tracker {
  const tracks = new Map<Lamp, Track>()
  const write = (lamp: Lamp, track: Track): void => {
    spans.record(server, { lamp, state: track.state, from: track.from, to: track.to })
    track.from = track.to
  }
  return {
    note(state, rules, lamps, at, since) {
      for (const lamp of lamps) {
        const track = tracks.get(lamp)
        const now = spanStateOf(state, rules, lamp)
        if (track && now?.state === track.state) {
          track.to = Math.max(track.to, at)
          if (track.to - track.from >= flushMs) write(lamp, track)
          continue
        }
        if (track) {
          write(lamp, track)
          tracks.delete(lamp)
        }
        if (!now) continue
        const isOverrun = track?.state === 'own' && now.state === 'down'
        const back = isOverrun ? track.to : (now.since ?? (track ? since : undefined))
        const from = Math.max(back ?? at, state.freshSince)
        const fresh = { state: now.state, from: Math.min(from, at), to: at }
        write(lamp, fresh)
        tracks.set(lamp, fresh)
      }
    },
    close() {
      for (const [lamp, track] of tracks) write(lamp, track)
      tracks.clear()
    },
    flush() {
      for (const [lamp, track] of tracks) write(lamp, track)
    },
  }
}
