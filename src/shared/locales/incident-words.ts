/** An incident in words: the same for notes, window and command line. Pure. */
import { type IncidentSummary, Lamp } from '../model/watch.ts'
import { en } from './en/index.ts'
import { fill } from './fill.ts'
import { longestBody, longestTitle, noteText } from './note-text.ts'

export interface NoteWords {
  readonly title: string
  readonly body: string
}

const words = en.watch
const two = (number: number): string => String(number).padStart(2, '0')

/** `22 min`; `1 h 5 min`; `2 d 3 h`. */
export function durationWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return fill(words.duration.seconds, { n: seconds })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return fill(words.duration.minutes, { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return fill(words.duration.hours, { n: hours, m: minutes % 60 })
  return fill(words.duration.days, { n: Math.floor(hours / 24), h: hours % 24 })
}

/** `10:04` of today, `21 Nov, 10:04` of another day; in this computer's zone. */
export function sinceWords(at: number, now: number): string {
  const date = new Date(at)
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (date.toDateString() === new Date(now).toDateString()) return time
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(date)
  return `${day}, ${time}`
}

const textOf = (texts: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined

/** What was found, as a half-sentence. */
export function causeWords({ code, params }: Pick<IncidentSummary['cause'], 'code' | 'params'>) {
  return fill(textOf(en.checks.codes, code) ?? words.unknownCause, params)
}

/** What a finding means in whole sentences: what, why most likely, what to do. Undefined where there is nothing more to say. */
export function adviceWords({ code, params }: Pick<IncidentSummary['cause'], 'code' | 'params'>) {
  const details: Readonly<Record<string, { what: string; why: string; todo: string }>> =
    en.checkWords.details
  const found = Object.hasOwn(details, code) ? details[code] : undefined
  if (!found || (found.why === '' && found.todo === '')) return undefined
  const { what, why, todo } = found
  return { what: fill(what, params), why: fill(why, params), todo: fill(todo, params) }
}

const lampTitle = (lamps: readonly Lamp[]): string =>
  lamps.length === 1 && lamps[0] ? words.title[lamps[0]] : words.title.several

/** What is wrong, in at most 40 characters. */
export function titleOf(incident: IncidentSummary): string {
  if (incident.severity === 'down') {
    if (incident.vantage === 'path') return words.title.path
    if (incident.lamps.length > 0) return lampTitle(incident.lamps)
  }
  const family = incident.cause.check.split(/[.-]/)[0] ?? ''
  const title = textOf(words.title.check, family) ?? words.title.other
  return noteText(fill(title, incident.cause.params), longestTitle)
}

function impactOf(incident: IncidentSummary): string {
  if (incident.severity !== 'down') return words.impact.needsYou
  if (incident.vantage === 'path') return words.impact.path
  const [only, ...more] = incident.lamps
  if (only === undefined) return ''
  if (more.length === 0) return words.impact[only]
  // In the order of the lamps, whichever failed first.
  const touched = Lamp.options.filter(lamp => incident.lamps.includes(lamp))
  const lamps = touched.map(lamp => words.affected[lamp]).join(', ')
  return fill(words.impact.several, { lamps })
}

/**
 * The note of an open incident: what, since when, what it means.
 * @param server the server's name, where there are several
 */
export function openWords(incident: IncidentSummary, now: number, server?: string): NoteWords {
  const time = sinceWords(Date.parse(incident.startedAt), now)
  const pattern = incident.isFlapping
    ? words.body.flapping
    : incident.isOwn
      ? words.body.own
      : words.body.since
  const body = `${fill(pattern, { time, cause: causeWords(incident.cause) })} ${impactOf(incident)}`
  const told = server === undefined ? body : fill(words.body.onServer, { server, body })
  return { title: titleOf(incident), body: noteText(told, longestBody) }
}

/** The note of its end, with how long it was. */
export function recoveredWords(incident: IncidentSummary, server?: string): NoteWords {
  const ended = Date.parse(incident.endedAt ?? incident.noticedAt)
  const duration = durationWords(ended - Date.parse(incident.startedAt))
  const isOutage = incident.severity === 'down'
  const pattern = incident.hasGap ? words.recovered.atMost : words.recovered.body
  const body = isOutage
    ? fill(pattern, { duration })
    : fill(words.recovered.otherBody, { title: titleOf(incident), duration })
  return {
    title: isOutage ? words.recovered.title : words.recovered.other,
    body: noteText(
      server === undefined ? body : fill(words.body.onServer, { server, body }),
      longestBody,
    ),
  }
}

/** What the quiet hours held back, told in the morning. */
export function digestWords(incidents: readonly IncidentSummary[]): NoteWords {
  const { digest } = words
  const count = incidents.length
  const body = incidents
    .map(one => fill(one.isOpen ? digest.open : digest.over, { title: titleOf(one) }))
    .join(' · ')
  return {
    title: count === 1 ? digest.one : fill(digest.title, { count }),
    body: noteText(body, longestBody),
  }
}
