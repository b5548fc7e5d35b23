/** `stack.find`: what runs on a server, and which of it is a Mailu. */
import type { Discovery } from '../../shared/model/stack.ts'
import type { z } from '../../shared/zod.ts'
import { chooseTool } from './discovery/compose-tools.ts'
import { openFound } from './open-project.ts'
import { openServer } from './open-server.ts'
import type { StackDeps } from './stack-deps.ts'

/** @throws AppError of the connection, `docker-not-allowed`, `sudo-password-needed`, `sudo-password-wrong` */
export async function find(
  deps: StackDeps,
  server: string,
  signal: AbortSignal,
): Promise<z.input<typeof Discovery>> {
  const seen = await openServer(deps, server, signal)
  const opened = await Promise.all(seen.projects.map(project => openFound(seen, project, signal)))
  const tools =
    seen.engine === 'docker' ? await deps.findTools(seen.host, seen.engineRights, signal) : []
  const first = opened.find(one => one.project.canChange) ?? opened[0]
  const compose = chooseTool(tools, first?.found.composeVersion)
  return {
    engine: seen.engine,
    ...(seen.engineVersion !== undefined && { engineVersion: seen.engineVersion }),
    ...(compose && { compose }),
    fileAccess: first?.files.access ?? 'none',
    projects: opened.map(one => one.project),
    otherProjects: seen.otherProjects,
    ...(first?.files.disk && { disk: first.files.disk }),
    lookedAt: new Date(deps.clock.now()).toISOString(),
  }
}
