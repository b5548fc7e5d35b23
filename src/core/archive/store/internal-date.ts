/** The date of a message in its folder, as IMAP writes it (RFC 9051, 9: `date-time`). */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const form = /^([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/

/** `17-Jul-1996 02:44:25 -0700` as milliseconds since the epoch; nothing when a server wrote something else. */
export function parseInternalDate(text: string): number | undefined {
  const [, day, name, year, hour, minute, second, sign, zoneHour, zoneMinute] =
    form.exec(text) ?? []
  const month = months.indexOf(name?.toLowerCase() ?? '')
  if (month < 0) return undefined
  const local = Date.UTC(
    ...([Number(year), month, Number(day)] as const),
    ...([Number(hour), Number(minute), Number(second)] as const),
  )
  const zoneMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000
  return sign === '+' ? local - zoneMs : local + zoneMs
}
