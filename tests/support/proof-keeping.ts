/** What the relay feature needs for keeping proofs, over a store of its own in memory. */
import { systemTimers } from '../../src/core/schedule/timers.ts'
import { createDatabase } from '../../src/core/store/database.ts'
import { findDriver } from '../../src/core/store/drivers.ts'
import { migrations } from '../../src/core/store/migrations.ts'
import type { ProofKeeping } from '../../src/core/relay/relay-deps.ts'

const open = await findDriver()

/** A server's name is its id. */
export function proofKeeping(over: Partial<ProofKeeping> = {}): ProofKeeping {
  const db = createDatabase(':memory:', open(':memory:'))
  for (const step of migrations) db.exec(step)
  return {
    db,
    timers: systemTimers,
    staysOn: false,
    servers: () => ['home'],
    idOf: server => server,
    isBusy: () => false,
    hasLine: async () => true,
    proved: () => undefined,
    bug: error => {
      throw error
    },
    ...over,
  }
}
