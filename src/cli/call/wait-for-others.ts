/** A command that owns the data folder runs the work of other commands too: it does not end under them. */
import type { Bridge } from '../../shared/bridge.ts'
import { JobRecord } from '../../shared/model/job.ts'
import { en } from '../../shared/locales/en/index.ts'
import { z } from '../../shared/zod.ts'
import type { CliIo } from '../io.ts'

const pauseMs = 300
const isOpen = ({ name, status }: JobRecord): boolean =>
  (status === 'queued' || status === 'running' || status === 'cancelling') &&
  // Following logs has no end of its own; the other command says that its host has gone.
  name !== 'stack.logs'

/** Waits until no job runs, or Ctrl-C. */
export async function waitForOthers(bridge: Bridge, io: CliIo, signal: AbortSignal): Promise<void> {
  let hasSaid = false
  while (!signal.aborted) {
    const reply = await bridge.call('jobs.list', {})
    const jobs = reply.ok ? z.array(JobRecord).safeParse(reply.value).data : undefined
    if (!jobs?.some(isOpen)) return
    if (!hasSaid) io.stderr.write(`${en.cli.progress.othersWork}\n`)
    hasSaid = true
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}
