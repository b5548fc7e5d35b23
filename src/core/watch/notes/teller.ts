/** Tells of incidents: one note each, replaced as it changes, taken over by its end; held in quiet hours, breaking through when mail is down. */
import type { Settings } from '../../../shared/contract/settings.ts'
import { en } from '../../../shared/locales/en/index.ts'
import {
  digestWords,
  type NoteWords,
  openWords,
  recoveredWords,
} from '../../../shared/locales/incident-words.ts'
import type { IncidentSummary, Noted } from '../../../shared/model/watch.ts'
import type { Clock, Notifier } from '../../platform.ts'
import { noteEvent, summaryOf, type WatchIncident } from '../machine/incident.ts'
import { decide, type Decision, type Moment, subjectOf } from './decide.ts'
import { isQuiet } from './quiet-hours.ts'

/** A transition as the second channels send it. */
export interface Transition {
  readonly kind: Noted['kind']
  readonly at: number
  readonly words: NoteWords
  readonly urgency: Noted['urgency']
  readonly incident?: IncidentSummary
}

export interface TellerDeps {
  readonly clock: Clock
  readonly notifier: Notifier
  readonly settings: () => Pick<Settings, 'notes' | 'quietHours'>
  readonly pausedUntil: () => number | undefined
  /** Incidents of these quiet hours that wait for the digest. */
  readonly held: { get(): readonly string[]; set(ids: readonly string[]): void }
  readonly find: (id: string) => WatchIncident | undefined
  readonly save: (incident: WatchIncident) => void
  /** The server's name, where there are several. */
  readonly nameOf: (server: string) => string | undefined
  /** Hands a transition to the second channels; answers which of them took it. */
  readonly send: (transition: Transition) => readonly string[]
  readonly noted: (noted: Noted) => void
}

export interface Teller {
  /** Looks at these incidents and says what is to be said. Notes leave in the order of the calls. */
  consider(incidents: readonly WatchIncident[]): Promise<void>
  /** The digest, once the quiet hours are over. */
  morning(): Promise<void>
  /** Takes the note away. */
  hush(incident: WatchIncident): Promise<void>
}

const actions = [
  { id: 'open', label: en.watch.actions.open },
  { id: 'snooze', label: en.watch.actions.snooze },
] as const
const digestTag = 'digest'

/** The tag of an incident's note, and back. */
export const tagOf = (incident: string): string => `incident:${incident}`
export const incidentOfTag = (tag: string): string | undefined =>
  tag.startsWith('incident:') ? tag.slice('incident:'.length) : undefined

/** Makes the teller. */
export function createTeller(deps: TellerDeps): Teller {
  const { clock, notifier } = deps
  let queue: Promise<void> = Promise.resolve()

  async function show(tag: string, transition: Transition): Promise<void> {
    const { words, urgency, incident, kind, at } = transition
    const isShown = await notifier.show({
      tag,
      ...words,
      urgency,
      actions: kind === 'down' || kind === 'changed' ? actions : actions.slice(0, 1),
      open: incident ? { page: 'incident', id: incident.id } : { page: 'overview' },
    })
    deps.noted({
      at: new Date(at).toISOString(),
      tag,
      kind,
      ...(incident && { incident: incident.id }),
      ...words,
      urgency,
      by: [...(isShown ? ['desktop'] : []), ...deps.send(transition)],
    })
  }

  function say(incident: WatchIncident, kind: 'down' | 'changed' | 'recovered', now: number) {
    const summary = summaryOf(incident)
    const name = deps.nameOf(incident.server)
    const isOver = kind === 'recovered'
    const words = isOver ? recoveredWords(summary, name) : openWords(summary, now, name)
    const urgency = isOver ? 'low' : incident.severity === 'down' ? 'critical' : 'normal'
    const { snoozedUntil: _, ...rest } = incident
    const noted = { ...words, subject: isOver ? 'recovered' : subjectOf(incident) }
    const next = noteEvent({ ...rest, noted }, { at: now, kind: 'noted' })
    deps.save(next)
    return show(tagOf(incident.id), {
      kind,
      at: now,
      words,
      urgency,
      incident: { ...summary, isNoted: true },
    })
  }

  function hold(incident: WatchIncident, now: number): void {
    const held = deps.held.get()
    if (held.includes(incident.id)) return
    deps.held.set([...held, incident.id])
    deps.save(noteEvent(incident, { at: now, kind: 'held' }))
  }

  async function considerOne(id: string): Promise<void> {
    const incident = deps.find(id)
    if (!incident) return
    const now = clock.now()
    const moment: Moment = {
      now,
      pausedUntil: deps.pausedUntil(),
      settings: deps.settings(),
    }
    const decision: Decision = decide(incident, moment)
    switch (decision) {
      case 'down':
      case 'changed':
      case 'recovered':
        return say(incident, decision, now)
      case 'held':
        hold(incident, now)
        return undefined
      case 'later':
        return undefined
      case 'nothing':
        if (incident.endedAt !== undefined && incident.noted && moment.pausedUntil !== undefined)
          await notifier.close(tagOf(incident.id))
        return undefined
    }
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work)
    return queue
  }

  return {
    consider: incidents =>
      inTurn(async () => {
        for (const { id } of incidents) await considerOne(id)
      }),
    morning: async () => {
      if (deps.held.get().length === 0) return
      await inTurn(async () => {
        const now = clock.now()
        const held = deps.held.get()
        if (held.length === 0 || isQuiet(deps.settings().quietHours, now)) return
        if ((deps.pausedUntil() ?? 0) > now) return
        deps.held.set([])
        const found = held.flatMap(id => deps.find(id) ?? []).filter(({ noted }) => !noted)
        if (found.length === 0 || deps.settings().notes === 'off') return
        const words = digestWords(found.map(summaryOf))
        for (const incident of found) {
          const subject = incident.endedAt === undefined ? subjectOf(incident) : 'recovered'
          deps.save(
            noteEvent({ ...incident, noted: { ...words, subject } }, { at: now, kind: 'noted' }),
          )
        }
        await show(digestTag, { kind: 'digest', at: now, words, urgency: 'normal' })
      })
    },
    hush: incident => notifier.close(tagOf(incident.id)),
  }
}
