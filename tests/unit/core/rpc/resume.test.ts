import { expect, test } from 'vitest'
import { createJobStore } from '../../../../src/core/jobs/job-store.ts'
import { createJobRunner } from '../../../../src/core/jobs/runner.ts'
import { createDispatch } from '../../../../src/core/rpc/dispatch.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import { job } from '../../../../src/shared/contract/define.ts'
import { SecretText } from '../../../../src/shared/secret.ts'
import { z } from '../../../../src/shared/zod.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const clock = { now: () => 1_795_000_000_000 }
const contract = {
  'x.change': job(z.object({ server: z.string(), password: SecretText }), z.string(), {
    lock: 'server',
    resumable: true,
  }),
} as const

test('an interrupted job goes on from its checkpoint after a restart, without the secret that it was given', async () => {
  const { db } = await openStore(`${await tempFolder()}/store.db`, { clock })
  const seen: unknown[] = []
  const start = (): { door: ReturnType<typeof createDispatch>; idle: () => Promise<void> } => {
    const store = createJobStore(db, () => undefined)
    const same = (text: string): string => text
    const jobs = createJobRunner({
      store,
      clock,
      newId: () => 'one',
      changed: () => undefined,
      redact: same,
      bug: () => undefined,
    })
    const door = createDispatch({
      contract,
      jobs,
      redact: same,
      bug: () => undefined,
      handlers: {
        'x.change': async (input, context) => {
          seen.push([input.server, input.password.reveal(), context.resumed])
          if (context.resumed !== undefined) return 'finished'
          context.checkpoint({ step: 2 })
          return new Promise<never>(() => undefined)
        },
      },
    })
    return { door, idle: jobs.idle }
  }
  await start().door.dispatch('x.change', { server: 'home', password: 'canary-55' })
  await Promise.resolve()
  const second = start() // as after a crash: the first never settled
  second.door.resumeInterrupted()
  await second.idle()
  expect(seen).toEqual([
    ['home', 'canary-55', undefined],
    ['home', '[secret]', { step: 2 }],
  ])
  expect(JSON.stringify(db.all('SELECT * FROM jobs'))).not.toContain('canary-55')
  db.close()
})
