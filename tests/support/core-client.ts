/** The whole core, called as a window or a command line calls it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/core/app.ts'
import { createDeferred } from '../../src/core/net/ssh/deferred.ts'
import type { Platform } from '../../src/core/platform.ts'
import type { Call, InputOf, Job, OutputOf } from '../../src/shared/contract/define.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import { fromWire } from '../../src/shared/errors.ts'
import type { JobRecord } from '../../src/shared/model/job.ts'
import { testPlatform } from './test-platform.ts'

type Answered = {
  [N in keyof AppContract]: AppContract[N] extends Call ? N : never
}[keyof AppContract]
type Worked = {
  [N in keyof AppContract]: AppContract[N] extends Job ? N : never
}[keyof AppContract]

export interface CoreClient {
  /** Asks and answers. @throws AppError */
  ask<N extends Answered>(
    method: N,
    input: InputOf<AppContract[N]>,
  ): Promise<OutputOf<AppContract[N]>>
  /** Starts a job and waits for its result. @throws AppError */
  work<N extends Worked>(
    method: N,
    input: InputOf<AppContract[N]>,
  ): Promise<OutputOf<AppContract[N]>>
  close(): Promise<void>
}

const over: ReadonlySet<JobRecord['status']> = new Set(['done', 'failed', 'cancelled'])

/** Starts one with a data folder of its own, or with `dataDir`, which then stays. */
export async function createCoreClient(
  dataDir?: string,
  platform: Partial<Platform> = {},
): Promise<CoreClient> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'postern-core-'))
  const app = await createApp(testPlatform(folder, platform))
  const ask = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await app.dispatch(method, input)
    if (!reply.ok) throw fromWire(reply.error)
    return reply.value
  }
  const work = async (method: string, input: unknown): Promise<unknown> => {
    const { promise, resolve } = createDeferred<undefined>()
    let wanted: string | undefined
    const ended = new Set<string>()
    const stop = app.events.listen((topic, payload) => {
      if (topic !== 'jobs.changed') return
      const { id, status } = payload as JobRecord // what this topic carries
      if (over.has(status)) ended.add(id)
      if (wanted !== undefined && ended.has(wanted)) resolve(undefined)
    })
    try {
      const { jobId } = (await ask(method, input)) as { jobId: string } // what every job answers
      wanted = jobId
      if (!ended.has(jobId)) await promise
      const record = (await ask('jobs.get', { id: jobId })) as JobRecord // by the contract
      if (record.error) throw fromWire(record.error)
      return record.result
    } finally {
      stop()
    }
  }
  return {
    ask: ask as CoreClient['ask'], // dispatch parses by the contract
    work: work as CoreClient['work'],
    async close() {
      await app.close()
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
