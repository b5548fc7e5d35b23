import { JobRecord } from '../model/job.ts'
import { z } from '../zod.ts'
import { command, event, query } from './define.ts'

const None = z.void()
const JobId = z.object({ id: z.string() })

/** The app itself and its jobs. */
export const appContract = {
  'app.info': query(
    None,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'cli']),
      os: z.enum(['linux', 'darwin', 'win32']),
      dataDir: z.string(),
      isPackaged: z.boolean(),
    }),
  ),
  'app.openExternal': command(z.object({ url: z.url().max(2048) }), None),
  'jobs.list': query(z.object({ server: z.string().optional() }), z.array(JobRecord)),
  'jobs.get': query(JobId, JobRecord),
  'jobs.cancel': command(JobId, None),
  'jobs.dismiss': command(JobId, None),
  'jobs.changed': event(JobRecord),
} as const
