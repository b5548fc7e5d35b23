import { z } from '../zod.ts'

export const ComposeGeneration = z.enum(['v1', 'v2'])
export type ComposeGeneration = z.infer<typeof ComposeGeneration>

/** Why a project is shown but not touched. */
export const ReadOnlyReason = z.enum([
  'kubernetes',
  'swarm',
  'podman',
  'files-elsewhere',
  'no-compose',
  'files-not-allowed',
  'explicit-files',
])
export type ReadOnlyReason = z.infer<typeof ReadOnlyReason>

export const Project = z.object({
  name: z.string(),
  dir: z.string(),
  configFiles: z.array(z.string()),
  envFile: z.string().optional(),
  /** Storage root as the mounts tell it, for example /mailu. */
  storageRoot: z.string().optional(),
  services: z.array(z.string()),
  version: z.string().optional(),
  canChange: z.boolean(),
  readOnlyReason: ReadOnlyReason.optional(),
})
export type Project = z.infer<typeof Project>

/** How the project's own files can be read and written from the login. */
export const FileAccess = z.enum(['direct', 'sudo', 'sudo-needs-login', 'none'])
export type FileAccess = z.infer<typeof FileAccess>

export const Discovery = z.object({
  engine: z.enum(['docker', 'podman', 'kubernetes', 'none']),
  engineVersion: z.string().optional(),
  compose: z
    .object({ generation: ComposeGeneration, version: z.string(), command: z.string() })
    .optional(),
  fileAccess: FileAccess,
  projects: z.array(Project),
  otherProjects: z.number().int(),
  disk: z.object({ path: z.string(), freeBytes: z.number(), sizeBytes: z.number() }).optional(),
  lookedAt: z.iso.datetime(),
})
export type Discovery = z.infer<typeof Discovery>

export const ServiceState = z.enum([
  'running',
  'starting',
  'unhealthy',
  'restarting',
  'stopped',
  'failed',
  'paused',
  'missing',
  'unknown',
])
export type ServiceState = z.infer<typeof ServiceState>

export const Service = z.object({
  name: z.string(),
  state: ServiceState,
  containerId: z.string().optional(),
  image: z.string().optional(),
  startedAt: z.iso.datetime().optional(),
  exitCode: z.number().int().optional(),
  restarts: z.number().int(),
  /** Bytes of memory in use, where the engine told. */
  memoryBytes: z.number().optional(),
  /** Keys that this service consumes and whose value in the file is not the one that it runs with. */
  notApplied: z.array(z.string()),
})
export type Service = z.infer<typeof Service>

/** What a version of Mailu can do (`mailu.md` 2.2). */
export const Capabilities = z.object({
  api: z.boolean(),
  hasTokens: z.boolean(),
  fetchScan: z.boolean(),
  ports: z.boolean(),
  hasKnownHole: z.boolean(),
})
export type Capabilities = z.infer<typeof Capabilities>

export const StackStatus = z.object({
  project: Project,
  capabilities: Capabilities,
  services: z.array(Service),
  notAppliedKeys: z.array(z.string()),
  /** A change that is being watched by the server itself, or that a restart left behind. */
  pending: z
    .object({
      id: z.string(),
      who: z.string(),
      deadline: z.iso.datetime(),
      state: z.enum(['armed', 'rolled-back', 'left-alone']),
    })
    .optional(),
  checkedAt: z.iso.datetime(),
})
export type StackStatus = z.infer<typeof StackStatus>

/** How the value of a key is typed in; what a key needs says the catalogue of keys. */
export const EnvValueKind = z.enum([
  'text',
  'boolean',
  'number',
  'choice',
  'bytes',
  'seconds',
  'rate',
  'list',
])
export type EnvValueKind = z.infer<typeof EnvValueKind>

/** A key that the catalogue knows and the file does not have: offered where one is added. */
export const EnvOffer = z.object({
  key: z.string(),
  isSecret: z.boolean(),
  kind: EnvValueKind,
  choices: z.array(z.string()).optional(),
  default: z.string().optional(),
  consumers: z.array(z.string()),
})
export type EnvOffer = z.infer<typeof EnvOffer>

export const EnvEntry = z.object({
  key: z.string(),
  /** The value as Compose gives it to a container; absent for a secret and for a bare key. */
  value: z.string().optional(),
  isSecret: z.boolean(),
  hasValue: z.boolean(),
  line: z.number().int(),
  isKnown: z.boolean(),
  consumers: z.array(z.string()),
  /** Absent for a key that the catalogue does not know: any text. */
  kind: EnvValueKind.optional(),
  choices: z.array(z.string()).optional(),
  default: z.string().optional(),
})
export type EnvEntry = z.infer<typeof EnvEntry>

/** One thing wrong with an env file, with its line; `code` names the words. */
export const EnvProblem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  line: z.number().int().optional(),
  key: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type EnvProblem = z.infer<typeof EnvProblem>

export const EnvView = z.object({
  path: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  compose: ComposeGeneration,
  entries: z.array(EnvEntry),
  /** Known keys that the file does not have. */
  offers: z.array(EnvOffer).optional(),
  problems: z.array(EnvProblem),
})
export type EnvView = z.infer<typeof EnvView>

export const DiffLine = z.object({
  kind: z.enum(['same', 'added', 'removed']),
  line: z.number().int(),
  text: z.string(),
})
export type DiffLine = z.infer<typeof DiffLine>

export const PlannedService = z.object({ service: z.string(), keys: z.array(z.string()) })
export type PlannedService = z.infer<typeof PlannedService>

export const EnvPreview = z.object({
  path: z.string(),
  /** Hash of the bytes that the preview was made from: apply refuses when the file moved on. */
  baseSha256: z.string(),
  diff: z.array(DiffLine),
  changedKeys: z.array(z.string()),
  problems: z.array(EnvProblem),
  recreate: z.array(PlannedService),
  keepRunning: z.array(z.string()),
  expectedSeconds: z.number(),
  /** What Compose on the server said of the draft; absent when Postern's own judgement had refused it already. */
  accepted: z.boolean().optional(),
})
export type EnvPreview = z.infer<typeof EnvPreview>

/** One check by function, before and after; `code` names the words. */
export const FunctionCheck = z.object({
  id: z.string(),
  before: z.enum(['works', 'broken', 'unknown']),
  after: z.enum(['works', 'broken', 'unknown', 'not-run']),
  reply: z.string().optional(),
})
export type FunctionCheck = z.infer<typeof FunctionCheck>

export const TransactionResult = z.object({
  id: z.string(),
  outcome: z.enum(['committed', 'rolled-back', 'nothing-to-do', 'left-alone']),
  path: z.string(),
  changedKeys: z.array(z.string()),
  recreated: z.array(z.string()),
  checks: z.array(FunctionCheck),
  /** The dated copy of what was there before. */
  copy: z.string().optional(),
  /** Files that changed together with it. */
  files: z.array(z.string()).optional(),
  tookSeconds: z.number(),
})
export type TransactionResult = z.infer<typeof TransactionResult>

export const EnvCopy = z.object({
  id: z.string(),
  path: z.string(),
  takenAt: z.iso.datetime(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  isCurrent: z.boolean(),
})
export type EnvCopy = z.infer<typeof EnvCopy>

export const LifecycleResult = z.object({
  services: z.array(Service),
  /** Containers that are new since the call. */
  recreated: z.array(z.string()),
  /** `pull` only: services whose next recreate would start another image. */
  nextImages: z.array(z.object({ service: z.string(), running: z.string(), pulled: z.string() })),
  output: z.string(),
})
export type LifecycleResult = z.infer<typeof LifecycleResult>

export const LogLine = z.object({
  at: z.string().optional(),
  service: z.string(),
  text: z.string(),
})
export type LogLine = z.infer<typeof LogLine>

export const SavedLogs = z.object({
  /** Absent when the person closed the dialog. */
  path: z.string().optional(),
  lines: z.number().int(),
  sizeBytes: z.number().int(),
})
export type SavedLogs = z.infer<typeof SavedLogs>
