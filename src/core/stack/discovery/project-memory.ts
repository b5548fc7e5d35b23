/** Projects that were seen on a server: after a `down` no container is left that could tell of them. */
import { z } from '../../../shared/zod.ts'
import type { Clock } from '../../platform.ts'
import type { Database } from '../../store/database.ts'
import type { FoundProject } from './find-projects.ts'

const Remembered = z.object({
  name: z.string(),
  dir: z.string(),
  configFiles: z.array(z.string()),
  environmentFile: z.string().exactOptional(),
  composeVersion: z.string().exactOptional(),
  readOnlyReason: z.enum(['explicit-files']).exactOptional(),
})

export interface ProjectMemory {
  of(server: string): readonly FoundProject[]
  /** Only what Compose can bring up again is kept. */
  remember(server: string, project: FoundProject): void
}

/** Makes the memory over `db`. */
export function createProjectMemory(db: Database, clock: Clock): ProjectMemory {
  return {
    of: server =>
      db.all('SELECT record FROM projects WHERE server = ? ORDER BY name', server).flatMap(row => {
        const record = Remembered.safeParse(JSON.parse(String(row['record'])))
        return record.success ? [{ ...record.data, containers: [] }] : []
      }),
    remember(server, project) {
      const record = Remembered.safeParse(project)
      if (!record.success || project.configFiles.length === 0) return
      db.run(
        'INSERT OR REPLACE INTO projects (server, name, record, seen_at) VALUES (?, ?, ?, ?)',
        server,
        project.name,
        JSON.stringify(record.data),
        new Date(clock.now()).toISOString(),
      )
    },
  }
}
