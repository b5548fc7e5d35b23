/** The relay feature over this computer's own shell and a docker whose containers are this computer; its edits are recorded. */
import { randomUUID } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { expect } from 'vitest'
import { createRelay } from '../../src/core/relay/create-relay.ts'
import { loadRelayProviders } from '../../src/core/relay/providers.ts'
import type { RelayDeps, RelayEdit } from '../../src/core/relay/relay-deps.ts'
import type { JobContext } from '../../src/shared/contract/define.ts'
import { AppError } from '../../src/shared/errors.ts'
import { Secret } from '../../src/shared/secret.ts'
import { createDockerHere, type DockerHereOptions } from '../fakes/docker-here.ts'
import { createLocalHost } from '../fakes/local-host.ts'
import { memorySecrets } from '../fakes/memory-secrets.ts'
import type { FakeRelay } from '../fakes/smtp-server.ts'
import { proofKeeping } from './proof-keeping.ts'

export const providers = await loadRelayProviders(resolve('resources'))
export const signal: AbortSignal = new AbortController().signal
/** The one server there is. */
export const server = { server: 'home' }

export interface RelaySetup {
  readonly container?: Record<string, string>
  /** Absent: the env file may not be read. */
  readonly file?: Record<string, string>
  readonly docker?: DockerHereOptions
  readonly status?: string
  /** The override file for Postfix. */
  readonly override?: string
  /** Whether the container sees the folder of it. @default true */
  readonly hasOverrides?: boolean
  /** Other files in it, by name. */
  readonly beside?: Readonly<Record<string, string>>
  /** Domains that Mailu relays itself. */
  readonly relayed?: readonly string[]
  /** Whom to ask for the provider's opinion. */
  readonly apiWorld?: RelayDeps['apiWorld']
}

/** A stack on this computer, its edits recorded instead of applied. */
export async function setUpRelay({
  container = {},
  file,
  docker,
  status = 'running',
  override: ownOverride,
  hasOverrides = true,
  beside = {},
  relayed = [],
  apiWorld,
}: RelaySetup) {
  const here = await createDockerHere({ relayed, isStopped: status !== 'running', ...docker })
  const applied: { edits: RelayEdit; skip: readonly string[] }[] = []
  const remembered: Secret[] = []
  const steps: (readonly { id: string }[])[] = []
  let now = Date.parse('2026-11-22T20:00:00Z')
  const mounts = [{ source: '/mailu/overrides/postfix', destination: '/overrides' }]
  const smtp = {
    id: randomUUID(),
    status,
    startedAt: '2026-11-22T10:00:00.000Z',
    env: container,
    mounts: hasOverrides ? mounts : [],
  }
  const override: { now: Uint8Array | undefined } = {
    now: ownOverride === undefined ? undefined : Buffer.from(ownOverride),
  }
  const deps: RelayDeps = {
    providers: async () => providers,
    open: async () => ({
      host: createLocalHost({ env: here.env }),
      rights: 'never',
      smtp,
      admin: { id: randomUUID() },
      project: 'mailu',
    }),
    envValues: async (_where, keys) => {
      if (!file) throw new AppError('env-file-not-readable', { path: '/mailu.env', user: 'dora' })
      return new Map(keys.flatMap(key => (file[key] === undefined ? [] : [[key, file[key]]])))
    },
    sideFile: async (_where, path) => {
      const text = beside[basename(path)]
      if (text !== undefined) return Buffer.from(text)
      return basename(path) === 'postfix.cf' ? override.now : undefined
    },
    applyEdits: async (_where, edits, context, { skip, sides }) => {
      context.steps([{ id: 'write', weight: 1 }])
      for (const side of sides) {
        expect([side.service, side.path]).toEqual(['smtp', '/mailu/overrides/postfix/postfix.cf'])
        override.now = side.edit(override.now)
      }
      const isResumed = context.resumed !== undefined
      if (isResumed) expect(context.resumed).toEqual({ id: 'x' })
      else applied.push({ edits, skip })
      context.checkpoint({ id: 'x' })
      return {
        id: 'x',
        outcome: isResumed ? 'rolled-back' : 'committed',
        path: '/mailu.env',
        changedKeys: [],
        recreated: ['smtp'],
        checks: [],
        tookSeconds: 1,
      }
    },
    clock: { now: () => now },
    keeping: proofKeeping(),
    secrets: memorySecrets(),
    remember: secret => void remembered.push(secret),
    ...(apiWorld && { apiWorld }),
  }
  const context: JobContext = {
    jobId: 'j',
    signal,
    resumed: undefined,
    steps: list => void steps.push(list),
    progress: () => undefined,
    checkpoint: () => undefined,
  }
  const looks = createRelay(deps)
  return {
    here,
    applied,
    override: () => override.now && Buffer.from(override.now).toString('latin1'),
    remembered,
    steps,
    context,
    relay: looks.handlers,
    looks,
    wait: (ms: number) => void (now += ms),
    restart: () => void (smtp.startedAt = '2026-11-22T20:00:00.000Z'),
  }
}

/** A choice that means this relay. */
export const choiceFor = ({ port }: Pick<FakeRelay, 'port'>, password?: string) => ({
  provider: 'generic',
  host: 'localhost',
  port,
  user: 'u',
  tlsLevel: 'encrypt' as const,
  ...(password !== undefined && { password: new Secret(password) }),
})
