/** The one sentence over everything, and what it says when only one function is down. */
import { Lamp, type WatchStatus } from '../model/watch.ts'
import { en } from './en/index.ts'
import { fill } from './fill.ts'

/** `Mail is working`; `Mail cannot arrive`. */
export function headlineWords({ headline }: Pick<WatchStatus, 'headline'>): string {
  const { code, params } = headline
  const lamps = String(params['lamps'] ?? '').split(',')
  const only = lamps.length === 1 ? Lamp.safeParse(lamps[0]).data : undefined
  if (code === 'down' && only) return en.watch.title[only]
  return fill(en.watch.headline[code], params)
}
