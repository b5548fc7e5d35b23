/** The stack feature over this computer's own shell and a scripted docker: real scripts, real files, no engine. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createStack, type Stack, type StackNeeds } from '../../src/core/stack/create-stack.ts'
import { loadEnvCatalogue } from '../../src/core/stack/env/catalogue.ts'
import { stackCommands } from '../../src/core/stack/remote-commands.ts'
import { openStore } from '../../src/core/store/open-store.ts'
import type { JobContext } from '../../src/shared/contract/define.ts'
import type { LogLine } from '../../src/shared/model/stack.ts'
import type { Secret } from '../../src/shared/secret.ts'
import { createDockerShim, type DockerShim, type ShimState } from '../fakes/docker-shim.ts'
import { connectionsTo, createLocalHost } from '../fakes/local-host.ts'
import { resourcesDir } from './env-catalogue.ts'
import { testPlatform } from './test-platform.ts'

export interface FakeStackOptions extends Partial<
  Pick<ShimState, 'verdicts' | 'refuses' | 'newImages'>
> {
  readonly env?: string | Buffer
  /** @default 'v2', as a plugin of docker */
  readonly compose?: 'v1' | 'v2'
  readonly labels?: Readonly<Record<string, string>>
  readonly needs?: Partial<StackNeeds>
}

export interface FakeStack {
  readonly stack: Stack
  readonly shim: DockerShim
  readonly dir: string
  readonly envFile: string
  readonly where: { readonly server: string }
  readonly remembered: Secret[]
  readonly logged: LogLine[]
  env(): string
  /** Command lines of Compose that changed something, in order. */
  calls(): string[]
  /** Container ids by service. */
  containers(): Record<string, string>
  containerEnv(service: string): string[]
  /** Another core on the same server: what the next connection sees. */
  again(needs?: Partial<StackNeeds>): Promise<Stack>
  job(signal?: AbortSignal, resumed?: unknown): JobContext & { readonly checkpoints: unknown[] }
}

const services = {
  front: { image: 'ghcr.io/mailu/nginx:2024.06', env_file: true },
  admin: { image: 'ghcr.io/mailu/admin:2024.06', env_file: true },
  imap: { image: 'ghcr.io/mailu/dovecot:2024.06', env_file: true },
  smtp: { image: 'ghcr.io/mailu/postfix:2024.06', env_file: true },
  redis: { image: 'redis:alpine', env_file: false },
}

const composeText = `services:\n${Object.entries(services)
  .map(
    ([name, { image, env_file }]) =>
      `  ${name}:\n    image: ${image}\n    restart: always\n${env_file ? '    env_file: mailu.env\n' : ''}`,
  )
  .join('')}`

export const usualEnv = `# Mailu
SECRET_KEY=ABCDEFGHIJKLMNOP
DOMAIN=example.test
HOSTNAMES=mail.example.test
POSTMASTER=admin
TLS_FLAVOR=cert
MESSAGE_SIZE_LIMIT=50000000
MESSAGE_RATELIMIT=200/day
RELAYHOST=[relay.test]:587
RELAYUSER=me
RELAYPASSWORD=right
`

function shimState(dir: string, envFile: string, options: FakeStackOptions): ShimState {
  const isV1 = options.compose === 'v1'
  const version = isV1 ? '1.29.2' : '2.29.7'
  return {
    project: 'mailu',
    services,
    envFile,
    ...(isV1 ? { standalone: version } : { plugin: version }),
    verdicts: options.verdicts ?? [],
    refuses: options.refuses,
    newImages: options.newImages ?? {},
    images: Object.fromEntries(
      Object.values(services).map(({ image }) => [image, `sha256:${image.length}`.padEnd(71, 'a')]),
    ),
    labels: {
      'com.docker.compose.project': 'mailu',
      'com.docker.compose.project.working_dir': dir,
      'com.docker.compose.project.config_files': isV1
        ? 'docker-compose.yml'
        : join(dir, 'docker-compose.yml'),
      'com.docker.compose.version': version,
      'com.docker.compose.oneoff': 'False',
      ...options.labels,
    },
    logs: {},
    containers: [],
  }
}

const quiet = ['version', 'config']

/** Lays out a project in `root`, with its containers up, and opens the feature over it. */
export async function createFakeStack(
  root: string,
  options: FakeStackOptions = {},
): Promise<FakeStack> {
  const dir = join(root, 'mailu')
  const envFile = join(dir, 'mailu.env')
  mkdirSync(dir, { recursive: true })
  writeFileSync(envFile, options.env ?? usualEnv, { mode: 0o600 })
  writeFileSync(join(dir, 'docker-compose.yml'), composeText)
  const shim = createDockerShim(root, shimState(dir, envFile, options))
  shim.up()
  const host = createLocalHost({
    env: { ...process.env, PATH: `${shim.bin}${delimiter}${process.env['PATH']}` },
    onRun(command) {
      if (!stackCommands.includes(command)) throw new Error(`not on the list: ${command.id}`)
    },
  })
  const remembered: Secret[] = []
  const logged: LogLine[] = []
  let cores = 0
  const again = async (needs: Partial<StackNeeds> = {}): Promise<Stack> => {
    cores += 1
    const platform = testPlatform(join(root, `core-${cores}`))
    mkdirSync(platform.dataDir, { recursive: true })
    const { db } = await openStore(join(platform.dataDir, 'postern.db'), platform)
    return createStack({
      db,
      servers: connectionsTo(host),
      clock: platform.clock,
      catalogue: () => loadEnvCatalogue(resourcesDir),
      who: 'maria@laptop',
      redact: text => text,
      remember: secret => void remembered.push(secret),
      logged: ({ lines }) => void logged.push(...lines),
      changed: () => undefined,
      pauseMs: 50,
      ...needs,
    })
  }
  const byService = (service: string) =>
    shim.state.containers.find(one => one.Config.Labels['com.docker.compose.service'] === service)
  return {
    stack: await again(options.needs),
    shim,
    dir,
    envFile,
    where: { server: 'home' },
    remembered,
    logged,
    again,
    env: () => readFileSync(envFile, 'latin1'),
    calls: () =>
      shim.calls
        .filter(({ name, args }) => name === 'docker-compose' || args[0] === 'compose')
        .filter(({ args }) => !args.some(word => quiet.includes(word)))
        .map(
          ({ name, args, cwd }) => `${cwd === dir ? '' : `[in ${cwd}] `}${name} ${args.join(' ')}`,
        ),
    containers: () =>
      Object.fromEntries(
        Object.keys(services).flatMap(name => {
          const id = byService(name)?.Id
          return id === undefined ? [] : [[name, id]]
        }),
      ),
    containerEnv: service => byService(service)?.Config.Env ?? [],
    job(signal = new AbortController().signal, resumed?: unknown) {
      const checkpoints: unknown[] = []
      return {
        jobId: 'job-1',
        signal,
        resumed,
        checkpoints,
        steps: () => undefined,
        progress: () => undefined,
        checkpoint: data => void checkpoints.push(data),
      }
    },
  }
}
