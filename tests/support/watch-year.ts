/** A year of a watched home: outages, a bad line, sleeps, a clock that is set, travel over zones; and what was told of it. */
import { chanceOf, type Chance } from '../../scripts/prove/seeded.ts'
import type { Noted, Outcome } from '../../src/shared/model/watch.ts'
import { createWorld, type World } from './watch-world.ts'
import { bad, day, good, hour, minute, second, shapes, unknown } from './watched.ts'

export interface Outage {
  /** A check, or `path`, or `line`. */
  readonly of: string
  /** True time: milliseconds since the beginning, awake or asleep. */
  readonly from: number
  readonly to: number
  told: number
  recovered: number
}

export interface Year {
  readonly outages: readonly Outage[]
  /** Notes that no outage explains. */
  readonly unexplained: readonly Noted[]
  /** Outages of which somebody who was awake and online long enough must have heard. */
  readonly mustBeTold: readonly Outage[]
  readonly runs: number
  readonly slept: number
  readonly promisedMs: number
  readonly world: World
}

const began = Date.UTC(2026, 0, 1, 8)
const functions = ['receive.v4', 'send.submission', 'send.relay', 'read.imap'] as const
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin'] as const

/** Outages one after another, far enough apart to be told apart. */
function planOutages(chance: Chance, lengthMs: number): Outage[] {
  const outages: Outage[] = []
  for (let at = 2 * hour; ;) {
    at += 2 * hour + chance.below(4 * day)
    const kind = chance.below(10)
    const of = kind < 4 ? 'line' : kind < 6 ? 'path' : chance.pick(functions)
    // From blips to half a day, short ones more often.
    const lasts = 5 * second + Math.floor((chance.below(1000) / 1000) ** 4 * 12 * hour)
    if (at + lasts > lengthMs - 3 * hour) return outages
    outages.push({ of, from: at, to: at + lasts, told: 0, recovered: 0 })
    at += lasts
  }
}

/** What happens to the computer, in order: it is awake for a while, then sleeps or has its clock set. */
function planDays(chance: Chance, lengthMs: number) {
  const steps: { awake: number; slept: number; setClock: number }[] = []
  for (let at = 0; at < lengthMs;) {
    const awake = 2 * hour + chance.below(22 * hour)
    const slept =
      chance.below(3) === 0 ? 20 * second + chance.below(10 * minute) : chance.below(9 * hour)
    const isSet = chance.below(30) === 0
    const setClock = isSet ? (chance.below(2) === 0 ? -1 : 1) * chance.below(3 * hour) : 0
    steps.push({ awake, slept, setClock })
    at += awake + slept
  }
  return steps
}

/** Lives through it. `loss` is the share of answers that are lost on the way. */
export async function liveYear(options: {
  readonly seed: number
  readonly days: number
  readonly loss: number
  readonly every?: '5' | '30'
}): Promise<Year> {
  const chance = chanceOf(options.seed)
  const lengthMs = options.days * day
  const outages = planOutages(chance, lengthMs)
  const steps = planDays(chance, lengthMs)
  const noise = chanceOf(options.seed + 1)
  let skew = 0
  const trueNow = (): number => world.time.clock.now() - began - skew
  let next = 0
  const current = (): Outage | undefined => {
    const now = trueNow()
    while (next < outages.length && (outages[next]?.to ?? 0) <= now) next += 1
    const outage = outages[next]
    return outage && outage.from <= now ? outage : undefined
  }
  function find(id: string): Outcome {
    const outage = current()
    const isLost = noise.below(10_000) < options.loss * 10_000
    const rule = shapes.find(one => one.id === id)
    if (outage?.of === id) return bad('no-answer')
    if (outage?.of === 'line' && id !== 'line')
      return id === 'path' || id.startsWith('receive') ? bad() : unknown
    if (outage?.of === 'path' && rule?.vantage === 'server')
      return id.startsWith('receive') ? bad() : unknown
    return isLost ? bad('lost') : good
  }
  const unexplained: Noted[] = []
  const awakeOnline: { from: number; to: number }[] = []
  const world: World = await createWorld({
    began,
    find,
    settings: { watchEvery: options.every ?? '5' },
    deps: {
      noted(note) {
        const now = trueNow()
        const explains = (one: Outage): boolean =>
          one.of !== 'line' && one.from <= now && one.to >= now - promisedMs
        const found = outages.filter(explains).at(-1)
        const over = outages.filter(one => one.told > 0 && one.from <= now).at(-1)
        if (note.kind === 'down' && found) found.told += 1
        else if (note.kind === 'recovered' && over) over.recovered += 1
        else if (note.kind !== 'changed' || !found) unexplained.push(note)
      },
    },
  })
  const zoneBefore = process.env['TZ']
  let slept = 0
  let promisedMs = 0
  try {
    world.watch.begin()
    await world.time.pass(minute)
    promisedMs = (await world.status()).promisedDetectionMs
    for (const [index, step] of steps.entries()) {
      // Away for some weeks, and home again.
      process.env['TZ'] = zones[Math.floor((index / steps.length) * 12) % zones.length]
      const from = trueNow()
      await world.time.pass(step.awake)
      awakeOnline.push({ from, to: trueNow() })
      if (index % 2 === 0) world.power('suspend')
      world.time.sleep(step.slept)
      slept += step.slept
      if (index % 2 === 0) world.power('resume')
      skew += step.setClock
      world.time.setClock(step.setClock)
    }
    await world.time.pass(2 * hour)
    awakeOnline.push({ from: trueNow() - 2 * hour, to: trueNow() })
  } finally {
    if (zoneBefore === undefined) delete process.env['TZ']
    else process.env['TZ'] = zoneBefore
    world.watch.stop()
  }
  const mustBeTold = outages.filter(
    ({ of, from, to }) =>
      of !== 'line' &&
      awakeOnline.some(
        awake => Math.min(awake.to, to) - Math.max(awake.from, from) >= promisedMs + minute,
      ),
  )
  return { outages, unexplained, mustBeTold, runs: world.runs.count, slept, promisedMs, world }
}
