/** Sizes and times as a person reads them. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `1.4 GiB`. */
export function bytesWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const amount = bytes / 1024 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power] ?? ''}`
}

const two = (number: number): string => String(number).padStart(2, '0')

/** `2026-11-22 14:05:09` in this computer's zone. */
export function dateWords(stamp: string | undefined): string | undefined {
  if (stamp === undefined) return undefined
  const at = new Date(stamp)
  if (Number.isNaN(at.getTime())) return stamp
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
