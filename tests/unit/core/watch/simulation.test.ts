import { describe, expect, test } from 'vitest'
import { chanceOf } from '../../../../scripts/prove/seeded.ts'
import { createWorld } from '../../../support/watch-world.ts'
import { liveYear } from '../../../support/watch-year.ts'
import { bad, good, hour, minute } from '../../../support/watched.ts'

const patienceMs = 120_000

describe('a simulated year', () => {
  test(
    'N6b with one lost answer in twenty, sleeps, set clocks, summer time and travel there is no false note, and each lasting outage is told once and once as over',
    async () => {
      const year = await liveYear({ seed: 20261122, days: 365, loss: 0.05, every: '30' })
      expect(year.unexplained).toEqual([])
      expect(year.mustBeTold.length).toBeGreaterThan(25)
      expect(
        year.mustBeTold.filter(({ told, recovered }) => told !== 1 || recovered !== 1),
      ).toEqual([])
      expect(year.outages.filter(({ told, recovered }) => told > 1 || recovered !== told)).toEqual(
        [],
      )
      expect(year.outages.filter(({ of, told }) => of === 'line' && told > 0)).toEqual([])
      expect(year.world.bugs).toEqual([])
      expect(year.world.runs.most).toBe(1)
    },
    patienceMs,
  )

  test(
    'N6b a day of one lost answer in twenty is no note at all',
    async () => {
      const world = await createWorld({ find: () => (noise.below(20) === 0 ? bad('lost') : good) })
      const noise = chanceOf(7)
      world.watch.begin()
      await world.time.pass(24 * hour)
      world.watch.stop()
      expect(world.noted).toEqual([])
    },
    patienceMs,
  )
})

describe('the promise', () => {
  test.each([0, 0.05])(
    'B27 two hundred outages at random moments are each told within the promised time (lost answers: %d)',
    async loss => {
      const chance = chanceOf(27)
      const noise = chanceOf(28)
      const parts = ['path', 'receive.v4', 'receive.v6', 'send.relay', 'read.imap'] as const
      const world = await createWorld({
        find: id =>
          world.broken.has(id) || noise.below(10_000) < loss * 10_000 ? bad('no-answer') : good,
      })
      world.watch.begin()
      await world.time.pass(10 * minute)
      const promised = (await world.status()).promisedDetectionMs
      const measured: number[] = []
      for (let outage = 0; outage < 200; outage += 1) {
        await world.time.pass(20 * minute + chance.below(10 * 60_000))
        const part = chance.pick(parts)
        const broke = world.time.clock.now()
        const before = world.noted.length
        world.broken.add(part)
        await world.time.pass(promised)
        const note = world.noted[before]
        expect(note).toMatchObject({ kind: 'down' })
        measured.push(Date.parse(note!.at) - broke)
        world.broken.clear()
        await world.time.pass(30 * minute)
        expect(world.noted).toHaveLength(before + 2)
      }
      world.watch.stop()
      expect(Math.max(...measured)).toBeLessThanOrEqual(promised)
      // An honest promise is not a wild one.
      expect(Math.max(...measured)).toBeGreaterThan(promised / 2)
    },
    patienceMs,
  )
})
