/** The answers of a real server, as `npm run demo:record` wrote them down. */
import { z } from '../../shared/zod.ts'
import { loadResource } from '../store/load-resource.ts'

/** What one port says by itself. */
const Talk = z.object({
  greeting: z.string(),
  /** Lines after a hello; for IMAP the words after CAPABILITY. */
  capabilities: z.array(z.string()),
})

const Inspected = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  State: z.looseObject({}),
  Config: z.looseObject({
    Image: z.string(),
    Env: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
})

export const Recorded = z.object({
  /** The project's folder. */
  dir: z.string(),
  files: z.object({ compose: z.string(), env: z.string() }),
  /** What a command printed, by its id. */
  answers: z.record(z.string(), z.string()),
  /** One document of `docker inspect` for each container of the project. */
  inspect: z.array(Inspected),
  /** Rows of `stack.look` for containers of others. */
  others: z.array(z.string()),
  /** Bytes and cache of each service. */
  memory: z.record(z.string(), z.tuple([z.number(), z.number()])),
  /** Log lines of each service, without their stamps. */
  logs: z.record(z.string(), z.array(z.string())),
  /** By `front:25` and the like: service and port inside. */
  talks: z.record(z.string(), Talk),
})
export type Recorded = z.infer<typeof Recorded>
export type Inspected = z.infer<typeof Inspected>
export type Talk = z.infer<typeof Talk>

/**
 * Reads `demo-server.json` from the app's resources folder.
 * @throws AppError `file-not-readable` when it is missing or damaged: then the installation is
 */
export const loadRecorded = (resourcesDir: string): Promise<Recorded> =>
  loadResource(resourcesDir, 'demo-server.json', Recorded)
