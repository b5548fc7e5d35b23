/** Watching for days on end leaves nothing behind: no timer, no listener, no handle, no descriptor, and no growing memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Proof } from '../../scripts/prove/proof.ts'
import { openStore } from '../../src/core/store/open-store.ts'
import { testPlatform } from '../support/test-platform.ts'
import { createWorld } from '../support/watch-world.ts'
import { bad, good, hour, minute, second } from '../support/watched.ts'

/** Drops of the own line in each simulated hour: 500 a day. */
const dropsAnHour = 21
/** Until every way through the code was taken, compiled and cached. */
const warmUpHours = 12
/** Room for the engine's own caches; a leak of one small object a run is far more. */
const growthBytes = 2 * 1024 * 1024

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag puts there
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

/** The share of the computer's memory that is this process's own, in bytes (proc(5), smaps_rollup); undefined where nobody tells. */
function pss(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const kib = /^Pss: +(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]
  return kib === undefined ? undefined : Number(kib) * 1024
}
/** By the promise: in 24 simulated hours. */
const pssGrowthBytes = 5 * 1024 * 1024

const descriptors = (): number =>
  process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0

const handles = (): number => process.getActiveResourcesInfo().length

/** One point a simulated hour, and three for what is left after the end. */
export const proof: Proof = {
  about: 'watching with lost answers and a dropping line for simulated hours leaves nothing behind',
  points: 24,
  needs: 'nothing',
  async run({ points, chance, point, say }) {
    const handlesBefore = handles()
    let isDropped = false
    // In a file, as in the app: what is remembered belongs on the disk.
    const folder = mkdtempSync(join(tmpdir(), 'postern-soak-'))
    const { db } = await openStore(join(folder, 'postern.db'), testPlatform(folder))
    const world = await createWorld({
      db,
      find: id =>
        (isDropped && id !== 'disk') || world.broken.has(id) || chance.below(20) === 0
          ? bad('lost')
          : good,
    })
    world.watch.begin()
    await world.time.pass(2 * hour)
    const timers = world.time.planned
    /** An hour with drops, a sleep, and now and then an outage. Garbage is collected as it would be in an hour of real time. */
    const passHour = async (at: number): Promise<void> => {
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
      world.noted.length = 0
      heapUsed()
    }
    for (let at = 0; at < warmUpHours; at += 1) await passHour(at)
    const [before, runsBefore] = [heapUsed(), world.runs.count]
    const [pssBefore, descriptorsBefore] = [pss(), descriptors()]
    for (let at = 0; at < points; at += 1) {
      await passHour(at)
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
    const grown = heapUsed() - before
    const pssGrown = (pss() ?? 0) - (pssBefore ?? 0)
    const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`
    const told = pssBefore === undefined ? '' : `, PSS ${kib(pssGrown)} more`
    say(`${world.runs.count - runsBefore} runs, heap ${kib(grown)} more${told}`)
    point('memory', pssGrown > pssGrowthBytes ? `${pssGrown} bytes of PSS more` : undefined)
    point(
      'descriptors',
      descriptors() > descriptorsBefore ? 'a descriptor is left open' : undefined,
    )
    point('heap', grown > growthBytes ? `${grown} bytes more` : undefined)
    world.watch.stop()
    await world.time.pass(minute)
    const left = world.listeners() + world.time.planned
    point('after the end', left > 0 ? `${left} timers and listeners are left` : undefined)
    point('faults', world.bugs.length > 0 ? String(world.bugs[0]) : undefined)
    db.close()
    rmSync(folder, { recursive: true, force: true })
    point('handles', handles() > handlesBefore + 1 ? 'a handle is left' : undefined)
  },
}
