/** The history as a file: incidents and days as JSON, or the days as a table. */
import type { Incident, WatchHistory } from '../../shared/model/watch.ts'

const cell = (value: string | number): string => {
  const text = String(value)
  // A leading sign would be a formula to a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180: one line a lamp and day, seconds in whole numbers. */
export function historyCsv(history: WatchHistory): string {
  const rows = history.lamps.flatMap(({ lamp, days }) =>
    days.map(({ day, working, down, own, notWatched }) => [
      day,
      lamp,
      working,
      down,
      own,
      notWatched,
    ]),
  )
  return [['day', 'lamp', 'working', 'down', 'own', 'not_watched'], ...rows]
    .map(row => row.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n')
}

/** Everything: days and the incidents of that time with their story. */
export const historyJson = (history: WatchHistory, incidents: readonly Incident[]): string =>
  `${JSON.stringify({ version: 1, ...history, incidents }, null, 2)}\n`
