/** Services of a project with their state in a word, out of what the engine says. Pure. */
import type { Service, ServiceState } from '../../shared/model/stack.ts'
import type { z } from '../../shared/zod.ts'
import type { Container } from './container.ts'

/** 128 + signal of an ordinary stop: SIGINT, SIGKILL after the grace period, SIGTERM. */
const stopCodes = new Set([0, 130, 137, 143])
/** A container that came up again so often, and so lately, is looping although it says "running" just now. */
const loop = { restarts: 3, youngMs: 30_000 }

/** The state in a word. `now`: milliseconds since the epoch, by the server's clock as far as one knows it. */
export function stateOf(container: Container, now: number): z.infer<typeof ServiceState> {
  const { status, health, exitCode, wasOutOfMemory, restarts, startedAt } = container
  switch (status) {
    case 'running': {
      if (health === 'unhealthy') return 'unhealthy'
      const ageMs = startedAt === undefined ? Infinity : now - Date.parse(startedAt)
      if (restarts >= loop.restarts && ageMs < loop.youngMs) return 'restarting'
      return health === 'starting' ? 'starting' : 'running'
    }
    case 'restarting':
      return 'restarting'
    case 'paused':
      return 'paused'
    case 'created':
      return 'stopped'
    case 'exited':
      return stopCodes.has(exitCode) && !wasOutOfMemory ? 'stopped' : 'failed'
    case 'dead':
      return 'failed'
    default:
      return 'unknown'
  }
}

/** One entry a service: of several containers (scaled) the first by number; a service of the compose file without one is `missing`. */
export function servicesOf(
  containers: readonly Container[],
  declared: readonly string[],
  now: number,
  notApplied: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly Service[] {
  const names = [...new Set([...declared, ...containers.map(one => one.service)])].sort()
  return names.map(name => {
    const container = firstOf(containers, name)
    const keys = [...(notApplied.get(name) ?? [])]
    if (!container) return { name, state: 'missing', restarts: 0, notApplied: [] }
    const state = stateOf(container, now)
    const { id: containerId, image, startedAt, exitCode, restarts, memoryBytes } = container
    const hasEnded = state === 'stopped' || state === 'failed' || state === 'restarting'
    return {
      name,
      state,
      containerId,
      image,
      ...(startedAt !== undefined && { startedAt }),
      ...(hasEnded && { exitCode }),
      restarts,
      ...(memoryBytes !== undefined && { memoryBytes }),
      notApplied: keys,
    }
  })
}

/** The container that speaks for a service. */
export const firstOf = (
  containers: readonly Container[],
  service: string,
): Container | undefined => {
  const number = (one: Container): number =>
    Number(one.labels['com.docker.compose.container-number'] ?? 1)
  return containers.filter(one => one.service === service).sort((a, b) => number(a) - number(b))[0]
}
