/** Dates, sizes and counts as a person reads them. Everything through Intl; thin spaces group thousands. */
const language = 'en-GB'
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
const dayAndMonth = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' })
const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
const names = new Intl.ListFormat(language, { type: 'conjunction' })

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "10:32" */
export const clockTime = (iso: string): string => clock.format(new Date(iso))

/** "12 October", or "10:32" when it is today. */
export function dayOrTime(iso: string, now: number): string {
  const date = new Date(iso)
  return date.toDateString() === new Date(now).toDateString()
    ? clock.format(date)
    : dayAndMonth.format(date)
}

/** "22 Nov 2026, 10:34" */
export const dateTime = (iso: string): string => full.format(new Date(iso))

/** "4 minutes ago"; "now" below one minute. */
export function ago(iso: string, now: number): string {
  const past = Date.parse(iso) - now
  const step = steps.find(([, size]) => Math.abs(past) >= size)
  return step ? relative.format(Math.round(past / step[1]), step[0]) : relative.format(0, 'second')
}

/** "38 minutes": a length of time in its largest unit. */
export function lengthOfTime(ms: number): string {
  const [unit, size] = steps.find(([, one]) => ms >= one) ?? ['second', 1000]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(0, Math.round(ms / size)),
  )
}

/** "41 203" */
export const count = (n: number): string => plain.format(n).replaceAll(',', '\u2009')

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** "38 MB": powers of 1000, as disks are sold and Mailu counts. */
export function bytes(size: number): string {
  const power = size < 1 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3))
  const value = size / 1000 ** power
  const shown = value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
  return `${String(shown)}\u00a0${units[power] ?? 'B'}`
}

/** "front, admin and imap" */
export const list = (words: readonly string[]): string => names.format(words)

/** "2 October", of a calendar day such as 2026-10-02. */
export const dayMonth = (day: string): string => dayAndMonth.format(new Date(`${day}T12:00:00`))

const weekday = new Intl.DateTimeFormat(language, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
})
/** "Fri 2 October", of a calendar day. */
export const longDay = (day: string): string => weekday.format(new Date(`${day}T12:00:00`))

const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
/** "10:32" of today, "2 Oct, 10:32" of another day. */
export function dayAndTime(iso: string, now: number): string {
  const date = new Date(iso)
  const isToday = date.toDateString() === new Date(now).toDateString()
  return isToday ? clock.format(date) : `${shortDay.format(date)}, ${clock.format(date)}`
}

const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 })
/** "99.81 %"; never "100 %" of what was not all of it. */
export const percent = (part: number): string =>
  share.format(part < 1 ? Math.min(part, 0.9999) : 1).replace('%', '\u00a0%')

const minutes = new Intl.NumberFormat(language, {
  style: 'unit',
  unit: 'minute',
  unitDisplay: 'long',
})
/** "4 minutes": rounded up, since it is a promise. */
export const withinMinutes = (ms: number): string => minutes.format(Math.ceil(ms / 60_000))
