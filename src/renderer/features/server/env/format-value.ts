/** Values as a person reads and types them: "50 MB" for 50000000, "300 a day" for 300/day. What cannot be read back exactly is shown as it is. */
import type { EnvValueKind } from '../../../../shared/model/stack.ts'

const sizes: readonly (readonly [string, number])[] = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
]
const times: readonly (readonly [string, number])[] = [
  ['days', 86_400],
  ['h', 3600],
  ['min', 60],
]
const periods: readonly string[] = ['second', 'minute', 'hour', 'day', 'month', 'year']

const inUnits = (
  raw: string,
  units: readonly (readonly [string, number])[],
  base: string,
): string => {
  const n = Number(raw)
  if (!/^\d{1,15}$/.test(raw) || n === 0) return raw
  const unit = units.find(([, size]) => n % size === 0)
  return unit ? `${n / unit[1]} ${unit[0]}` : `${n} ${base}`
}

const fromUnits = (
  text: string,
  units: readonly (readonly [string, number])[],
  base: RegExp,
): string => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  if (!match) return text
  const [, digits = '', unit = ''] = match
  if (unit === '' || base.test(unit)) return digits
  const factor = units.find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1]
  const value = factor === undefined ? Number.NaN : Number(digits) * factor
  return Number.isInteger(value) ? String(value) : text
}

/** What the person typed, as Mailu reads it. Text that is not understood goes through unchanged: the server's draft check judges it. */
export function parseShown(kind: EnvValueKind | undefined, text: string): string {
  if (kind === 'bytes') return fromUnits(text, sizes, /^(b|bytes?)$/i)
  if (kind === 'seconds') return fromUnits(text, times, /^(s|sec|seconds?)$/i)
  if (kind === 'rate') {
    const match = /^(\d+)\s*(?:an?|per|\/)\s*([a-z]+)$/i.exec(text.trim())
    const period = match?.[2]?.toLowerCase().replace(/s$/, '')
    if (match && period !== undefined && periods.includes(period))
      return `${match[1] ?? ''}/${period}`
  }
  return text
}

function shown(kind: EnvValueKind | undefined, raw: string): string {
  if (kind === 'bytes') return inUnits(raw, sizes, 'B')
  if (kind === 'seconds') return inUnits(raw, times, 's')
  if (kind === 'rate') {
    const match = /^(\d+)\/([a-z]+)$/.exec(raw)
    if (match) return `${match[1] ?? ''} ${match[2] === 'hour' ? 'an' : 'a'} ${match[2] ?? ''}`
  }
  return raw
}

/** The value for the screen; only a form that is read back to the same bytes. */
export function shownValue(kind: EnvValueKind | undefined, raw: string): string {
  const text = shown(kind, raw)
  return parseShown(kind, text) === raw ? text : raw
}
