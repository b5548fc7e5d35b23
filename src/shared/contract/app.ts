import { JobRecord } from '../model/job.ts'
import { Place } from '../model/place.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'

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
  /** A note, the tray or a second start wants the window at a place. */
  'app.placeAsked': event(Place),
  /** The window was to be closed and nobody has said yet what that means. */
  'app.closeAsked': event(z.object({ hasTray: z.boolean() })),
  /** Asks the person for a place and writes the text there. Without a path they thought better of it. */
  'app.saveText': job(
    z.object({ name: z.string().regex(/^[\w][\w. -]{0,120}$/), text: z.string().max(4_000_000) }),
    z.object({ path: z.string().optional(), sizeBytes: z.number().int() }),
  ),
  'jobs.list': query(z.object({ server: z.string().optional() }), z.array(JobRecord)),
  'jobs.get': query(JobId, JobRecord),
  'jobs.cancel': command(JobId, None),
  'jobs.dismiss': command(JobId, None),
  'jobs.changed': event(JobRecord),
} as const
