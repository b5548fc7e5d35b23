/** What the demo server consists of: files, containers, a change on trial. Kept between starts, so that it behaves as a server does. */
import { createHash, randomBytes } from 'node:crypto'
import { DemoFault } from '../../shared/model/demo.ts'
import { z } from '../../shared/zod.ts'
import { startingEnv } from './starting-env.ts'
import type { Inspected, Recorded } from './recorded.ts'

const Change = z.object({
  id: z.string(),
  who: z.string(),
  /** Epoch seconds: without a sign of life until then it is undone. */
  deadline: z.number(),
  decision: z.enum(['commit', 'rollback']).optional(),
  files: z.array(
    z.object({ path: z.string(), before: z.string(), after: z.string(), old: z.string() }),
  ),
})
export type Change = z.infer<typeof Change>

const State = z.object({
  fault: DemoFault.optional(),
  /** Content in base64, by path. */
  files: z.record(z.string(), z.string()),
  /** By service; what is not here was taken down. */
  containers: z.record(
    z.string(),
    z.object({ id: z.string(), startedAt: z.number(), env: z.array(z.string()) }),
  ),
  change: Change.optional(),
  last: z
    .object({ id: z.string(), outcome: z.string(), deadline: z.number(), who: z.string() })
    .optional(),
  /** What was done to messages that wait: by id. */
  queue: z.record(z.string(), z.enum(['held', 'gone'])).optional(),
  /** Lines of authorized_keys. */
  keys: z.array(z.string()),
})
type State = z.infer<typeof State>

/** Where the state is kept between two starts. */
export interface Kept {
  load(): unknown
  save(state: unknown): void
}

export interface WorldDeps {
  readonly recorded: Recorded
  readonly kept: Kept
  readonly now: () => number
  /** What a container receives of an env file. */
  readonly readEnv: (content: Uint8Array) => ReadonlyMap<string, string>
}

export interface World {
  readonly recorded: Recorded
  readonly state: State
  now(): number
  update(patch: Partial<State>): void
  read(path: string): Buffer | undefined
  /** Without content it is removed. */
  write(path: string, content: Buffer | undefined): void
  sha(path: string): string
  /** The document of `docker inspect` for a service that was recorded. */
  documentOf(service: string): Inspected | undefined
  readonly services: readonly string[]
  /** Whether its container takes its settings from the env file. */
  readonly readsFile: (service: string) => boolean
  envOf(service: string): ReadonlyMap<string, string>
  isRunning(service: string): boolean
  /** New containers with the settings of now; those named that are there or should be. */
  recreate(services: readonly string[]): void
  reset(): void
}

export const serviceOf = (document: Inspected): string =>
  document.Config.Labels['com.docker.compose.service'] ?? ''

const newId = (): string => randomBytes(32).toString('hex')
const dayMs = 86_400_000

/** `KEY=value` words as a map. */
const mapOf = (words: readonly string[]): Map<string, string> =>
  new Map(
    words.map(word => {
      const at = word.indexOf('=')
      return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
    }),
  )

/** Postfix takes no message size limit that does not fit into 63 bits, and then does not start. */
const isPostfixContent = (env: ReadonlyMap<string, string>): boolean =>
  /^\d{1,18}$/.test(env.get('MESSAGE_SIZE_LIMIT') ?? '0')

export function createWorld({ recorded, kept, now, readEnv }: WorldDeps): World {
  const envFile = `${recorded.dir}/mailu.env`
  const composeFile = `${recorded.dir}/docker-compose.yml`
  const services = recorded.inspect.map(serviceOf)
  const documentOf = (service: string): Inspected | undefined =>
    recorded.inspect.find(one => serviceOf(one) === service)
  const ofFile = readEnv(Buffer.from(recorded.files.env))
  /** What the image brings, without what the env file gave. */
  const ownEnv = (service: string): string[] =>
    (documentOf(service)?.Config.Env ?? []).filter(word => !ofFile.has(word.split('=', 1)[0]!))
  const readsFile = (service: string): boolean =>
    (documentOf(service)?.Config.Env ?? []).some(word => word.startsWith('DOMAIN='))
  const made = (service: string, env: Uint8Array, startedAt: number) => {
    const given = readsFile(service)
      ? [...readEnv(env)].map(([key, value]) => `${key}=${value}`)
      : []
    return { id: newId(), startedAt, env: [...ownEnv(service), ...given] }
  }
  const fresh = (): State => {
    const env = Buffer.from(startingEnv(recorded.files.env))
    const startedAt = now() - 3 * dayMs
    return {
      files: {
        [envFile]: env.toString('base64'),
        [composeFile]: Buffer.from(recorded.files.compose).toString('base64'),
      },
      containers: Object.fromEntries(services.map(one => [one, made(one, env, startedAt)])),
      keys: [],
    }
  }
  const parsed = State.safeParse(kept.load())
  let state = parsed.success ? parsed.data : fresh()
  const update = (patch: Partial<State>): void => {
    state = { ...state, ...patch }
    kept.save(state)
  }
  const read = (path: string): Buffer | undefined => {
    const content = state.files[path]
    return content === undefined ? undefined : Buffer.from(content, 'base64')
  }
  const envOf = (service: string): ReadonlyMap<string, string> =>
    mapOf(state.containers[service]?.env ?? [])
  return {
    recorded,
    get state() {
      return state
    },
    services,
    readsFile,
    now,
    update,
    read,
    write(path, content) {
      const { [path]: _old, ...others } = state.files
      const file = content && { [path]: content.toString('base64') }
      update({ files: { ...others, ...file } })
    },
    sha(path) {
      const content = read(path)
      return content ? createHash('sha256').update(content).digest('hex') : 'absent'
    },
    documentOf,
    envOf,
    isRunning: service =>
      state.containers[service] !== undefined &&
      !(service === 'smtp' && (state.fault === 'smtp-stopped' || !isPostfixContent(envOf('smtp')))),
    recreate(wanted) {
      const env = read(envFile) ?? Buffer.alloc(0)
      const renewed = wanted.filter(one => services.includes(one))
      update({
        containers: {
          ...state.containers,
          ...Object.fromEntries(renewed.map(one => [one, made(one, env, now())])),
        },
      })
    },
    reset: () => update({ change: undefined, last: undefined, fault: undefined, ...fresh() }),
  }
}
