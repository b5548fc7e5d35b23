/** The whole core over the lab, called as a window or a command line calls it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/core/app.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import type { Call, InputOf, Job, OutputOf } from '../../src/shared/contract/define.ts'
import { fromWire } from '../../src/shared/errors.ts'
import type { JobRecord } from '../../src/shared/model/job.ts'
import { createDeferred } from '../../src/core/net/ssh/deferred.ts'
import { testPlatform } from '../support/test-platform.ts'
import type { Listener } from './home.ts'
import { type Lab, person } from './lab.ts'

type Answered = {
  [N in keyof AppContract]: AppContract[N] extends Call ? N : never
}[keyof AppContract]
type Worked = {
  [N in keyof AppContract]: AppContract[N] extends Job ? N : never
}[keyof AppContract]

export interface LabApp {
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
  /** Adds the home server as one of its people, under that person's name. */
  addServer(name: string, listener?: Listener): Promise<void>
  close(): Promise<void>
}

const over: ReadonlySet<JobRecord['status']> = new Set(['done', 'failed', 'cancelled'])

/** Starts one with a data folder of its own. */
export async function createLabApp(lab: Lab): Promise<LabApp> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-lab-app-'))
  const app = await createApp(testPlatform(folder))
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
    ask: ask as LabApp['ask'], // dispatch parses by the contract
    work: work as LabApp['work'],
    async addServer(name, listener = 'default') {
      const { keyFile, password } = person(lab, name)
      await work('servers.add', {
        name,
        host: lab.ssh.host,
        port: lab.ssh.ports[listener],
        user: name,
        acceptHostKey: lab.ssh.hostKeys.ed25519.sha256,
        ...(keyFile === undefined ? { password } : { identityFile: keyFile }),
        ...(password !== undefined && { sudoPassword: password }),
      })
    },
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
