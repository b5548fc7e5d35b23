/** A thread of its own for the name servers of the bench, so that only who asks is measured. */
import { parentPort, workerData } from 'node:worker_threads'
import { type FakeZone, startDnsWorld } from '../fakes/dns/world.ts'

export interface WorldOrder {
  readonly zones: FakeZone[]
  readonly delayMs: number
}

const { zones, delayMs } = workerData as WorldOrder // by dns.ts
const world = await startDnsWorld(zones)
for (const server of world.all) server.delayMs = delayMs
parentPort?.postMessage(world.ports)
