/** What `docker inspect` says of one container, as far as Postern looks. */
import { z } from '../../shared/zod.ts'

const Inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: z.number().int().default(0),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number().int().default(0),
    OOMKilled: z.boolean().default(false),
    StartedAt: z.string().default(''),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  Config: z.object({
    Image: z.string(),
    Env: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
  }),
  Mounts: z.array(z.object({ Source: z.string().default(''), Destination: z.string() })).nullish(),
  NetworkSettings: z
    .object({
      Ports: z
        .record(
          z.string(),
          z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullish(),
        )
        .nullish(),
    })
    .nullish(),
})

export interface PublishedPort {
  /** As Docker writes it: `25/tcp`. */
  readonly inside: string
  readonly hostIp: string
  readonly hostPort: number
}

export interface Container {
  readonly id: string
  readonly name: string
  readonly service: string
  /** The reference it was created from. */
  readonly image: string
  readonly imageId: string
  readonly status: string
  readonly health?: string
  readonly exitCode: number
  readonly wasOutOfMemory: boolean
  readonly startedAt?: string
  readonly restarts: number
  readonly labels: Readonly<Record<string, string>>
  /** The environment that it was created with; values may be secret. */
  readonly env: Readonly<Record<string, string>>
  readonly mounts: readonly { readonly source: string; readonly destination: string }[]
  readonly ports: readonly PublishedPort[]
  readonly memoryBytes?: number
}

/** Splits `KEY=value` at the first `=`; a word without one is a key without a value. */
export const envOf = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    words.map(word => {
      const at = word.indexOf('=')
      return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
    }),
  )

/** Docker gives nanoseconds, and the year 1 for "never". */
const stampOf = (text: string): string | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) || time <= 0 ? undefined : new Date(time).toISOString()
}

function parseContainer(line: string): Container {
  const { Id, Name, Image, RestartCount, State, Config, Mounts, NetworkSettings } = Inspected.parse(
    JSON.parse(line),
  )
  const labels = Config.Labels ?? {}
  const name = Name.replace(/^\//, '')
  const startedAt = stampOf(State.StartedAt)
  return {
    id: Id,
    name,
    service: labels['com.docker.compose.service'] ?? name,
    image: Config.Image,
    imageId: Image,
    status: State.Status,
    ...(State.Health && State.Health.Status !== 'none' && { health: State.Health.Status }),
    exitCode: State.ExitCode,
    wasOutOfMemory: State.OOMKilled,
    ...(startedAt !== undefined && { startedAt }),
    restarts: RestartCount,
    labels,
    env: envOf(Config.Env ?? []),
    mounts: (Mounts ?? []).map(({ Source: source, Destination: destination }) => ({
      source,
      destination,
    })),
    ports: Object.entries(NetworkSettings?.Ports ?? {}).flatMap(([inside, list]) =>
      (list ?? []).map(({ HostIp, HostPort }) => ({
        inside,
        hostIp: HostIp,
        hostPort: Number(HostPort),
      })),
    ),
  }
}

/** Reads what `stack.inspect` printed. A container that went away meanwhile is simply not among them. */
export function parseContainers(text: string): readonly Container[] {
  const lines = text.split('\n')
  const memory = new Map<string, number>()
  for (const line of lines) {
    const [, id, used, cache] = /^memory (\S+) (\d+) (\d*)$/.exec(line) ?? []
    if (id !== undefined) memory.set(id, Math.max(0, Number(used) - Number(cache ?? 0)))
  }
  return lines
    .filter(line => line.startsWith('{'))
    .map(parseContainer)
    .map(one => {
      const memoryBytes = one.status === 'running' ? memory.get(one.id) : undefined
      return memoryBytes === undefined ? one : { ...one, memoryBytes }
    })
}
