/** Watching for days on end leaves nothing behind: no timer, no listener, no handle, and no growing heap. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Proof } from '../../scripts/prove/proof.ts'
import { createWorld } from '../support/watch-world.ts'
import { bad, good, hour, minute, second } from '../support/watched.ts'

/** Drops of the own line in each simulated hour: 500 a day. */
const dropsAnHour = 21
/** Room for the engine's own caches; a leak of one small object a run is far more. */
const growthBytes = 2 * 1024 * 1024

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag puts there
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

const handles = (): number => process.getActiveResourcesInfo().length

/** One point a simulated hour, and three for what is left after the end. */
export const proof: Proof = {
  about: 'watching with lost answers and a dropping line for simulated hours leaves nothing behind',
  points: 24,
  needs: 'nothing',
  async run({ points, chance, point, say }) {
    const handlesBefore = handles()
    let isDropped = false
    const world = await createWorld({
      find: id =>
        (isDropped && id !== 'disk') || world.broken.has(id) || chance.below(20) === 0
          ? bad('lost')
          : good,
    })
    world.watch.begin()
    await world.time.pass(2 * hour)
    const timers = world.time.planned
    const [before, runsBefore] = [heapUsed(), world.runs.count]
    for (let at = 0; at < points; at += 1) {
      if (at % 6 === 5) world.broken.add('receive.v4')
      for (let drop = 0; drop < dropsAnHour; drop += 1) {
        isDropped = true
        await world.time.pass(second + chance.below(30 * second))
        isDropped = false
        await world.time.pass(minute + chance.below(3 * minute))
      }
      world.power('suspend')
      world.time.sleep(5 * minute)
      world.power('resume')
      world.broken.clear()
      await world.time.pass(20 * minute)
      // What tells is kept by the tests' own lists, not by the product.
      world.statuses.length = 0
      const most = timers + 2 * 12
      point(
        `hour ${at + 1}`,
        world.time.planned > most
          ? `${world.time.planned} timers wait, of ${timers} at the beginning`
          : world.runs.most > 1
            ? 'a check ran beside itself'
            : undefined,
      )
    }
    world.noted.length = 0
    const grown = heapUsed() - before
    say(`${world.runs.count - runsBefore} runs, heap ${(grown / 1024).toFixed(0)} KiB more`)
    point('heap', grown > growthBytes ? `${grown} bytes more` : undefined)
    world.watch.stop()
    await world.time.pass(minute)
    const left = world.listeners() + world.time.planned
    point('after the end', left > 0 ? `${left} timers and listeners are left` : undefined)
    point('faults', world.bugs.length > 0 ? String(world.bugs[0]) : undefined)
    point('handles', handles() > handlesBefore + 1 ? 'a handle is left' : undefined)
  },
}
