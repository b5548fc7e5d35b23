/** Quiet hours: local hours of this computer's present zone, over midnight where they must. */

const minutesOf = (text: string): number => {
  const [hours = '0', minutes = '0'] = text.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Whether a moment lies in them. `hours` is `22:00-07:00` or `off`. */
export function isQuiet(hours: string, at: number): boolean {
  const [from, to] = hours.split('-')
  if (from === undefined || to === undefined) return false
  const date = new Date(at)
  const now = date.getHours() * 60 + date.getMinutes()
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin === end) return false
  return begin < end ? now >= begin && now < end : now >= begin || now < end
}
