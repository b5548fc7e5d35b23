/** Whole years of watching at the usual pace: no false note, and each lasting outage told once and once as over. */
import type { Proof } from '../../scripts/prove/proof.ts'
import { liveYear, type Outage } from '../support/watch-year.ts'

const words = ({ of, from, to, told, recovered }: Outage): string =>
  `${of} at ${Math.round(from / 60_000)} min for ${Math.round((to - from) / 60_000)} min: told ${told}, over ${recovered}`

/** One point a year. */
export const proof: Proof = {
  about:
    'a year with one lost answer in twenty, sleeps, set clocks, summer time and travel has no false note',
  points: 3,
  needs: 'nothing',
  async run({ points, seed, point, say }) {
    for (let at = 0; at < points; at += 1) {
      const year = await liveYear({ seed: seed + at, days: 365, loss: 0.05 })
      const wrong = [
        ...year.unexplained.map(({ at: when, title, body }) => `false: ${when} ${title} ${body}`),
        ...year.mustBeTold
          .filter(({ told, recovered }) => told !== 1 || recovered !== 1)
          .map(words),
        ...year.outages.filter(({ told, recovered }) => told > 1 || told !== recovered).map(words),
        ...year.world.bugs.map(String),
      ]
      say(
        `${year.runs} runs, ${year.outages.length} outages, ${year.mustBeTold.length} that must be told, asleep ${Math.round(year.slept / 3_600_000)} h`,
      )
      point(`year ${seed + at}`, wrong[0])
    }
  },
}
