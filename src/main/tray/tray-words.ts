/** The tray's first line, which is also its tooltip, and the line of lamps. Pure. */
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { Lamp, LampState, WatchStatus } from '../../shared/model/watch.ts'

const words = en.tray
/** Headlines that have a beginning. */
const ofIncidents: readonly string[] = ['unreachable', 'down', 'needs-you']

/** `10:04` of today, `21 Nov, 10:04` of another day; in this computer's zone. */
export function momentWords(at: number, now: number): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (date.toDateString() === new Date(now).toDateString()) return time
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`
}

/** One sentence: what is wrong since when, or that mail works and when that was last seen. */
export function firstLine(status: WatchStatus | undefined, now: number): string {
  if (!status) return en.watch.headline['not-watched']
  const { code } = status.headline
  const headline = en.watch.headline[code]
  const [worst, ...more] = status.servers
    .flatMap(one => one.incidents)
    .filter(one => one.isOpen && !one.isOwn && one.severity !== 'info')
    .sort((one, other) => rank[one.severity] - rank[other.severity])
  if (worst && ofIncidents.includes(code)) {
    const line = { headline, time: momentWords(Date.parse(worst.startedAt), now) }
    return fill(more.length > 0 ? words.sinceMore : words.since, { ...line, count: more.length })
  }
  // Of several servers the one that was looked at longest ago: the sentence speaks of all.
  const [checked] = status.servers
    .flatMap(({ checkedAt }) => (checkedAt === undefined ? [] : [Date.parse(checkedAt)]))
    .sort((one, other) => one - other)
  if (code !== 'working' || checked === undefined) return headline
  return fill(words.checked, { headline, time: momentWords(checked, now) })
}

const rank = { down: 0, 'needs-you': 1, info: 2 } as const

/** The gravest first: with several servers a lamp shows the worst of them. */
const gravity: readonly LampState[] = [
  ...(['down', 'needs-you', 'cannot-tell', 'checking', 'not-watched', 'working'] as const),
  ...(['not-set-up', 'off'] as const),
]
const lamps: readonly Lamp[] = ['send', 'receive', 'read', 'backup']

/** `Send ✓   Receive ×`: only functions that are there; nothing where nobody watches. */
export function lampLine(status: WatchStatus | undefined): string | undefined {
  const shown = lamps.flatMap(lamp => {
    const states = status?.servers.map(one => one.lamps[lamp].state) ?? []
    const worst = gravity.find(state => states.includes(state))
    if (worst === undefined || worst === 'off' || worst === 'not-set-up') return []
    return [`${en.watch.lamps[lamp]} ${words.glyphs[worst]}`]
  })
  return shown.length > 0 ? shown.join('   ') : undefined
}
