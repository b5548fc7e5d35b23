/** A job's context for a handler that is called directly: nobody watches, nothing is cancelled. */
import type { JobContext } from '../../src/shared/contract/define.ts'
import { never } from './connection.ts'

export const idleContext: JobContext = {
  signal: never,
  jobId: 'job',
  resumed: undefined,
  steps: () => undefined,
  progress: () => undefined,
  checkpoint: () => undefined,
}
