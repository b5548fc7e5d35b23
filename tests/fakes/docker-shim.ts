/**
 * A `docker` and a `docker-compose` for the PATH of a test: small shell scripts that hand their words to this process and print
 * what it answers. Containers are made out of the project's real files, as Compose would; every command line is recorded.
 */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface ShimContainer {
  Id: string
  Name: string
  Image: string
  RestartCount: number
  State: { Status: string; ExitCode: number; OOMKilled: boolean; StartedAt: string }
  Config: { Image: string; Env: string[]; Labels: Record<string, string> }
  Mounts: { Source: string; Destination: string }[]
  NetworkSettings: { Ports: Record<string, unknown> }
}

export interface Verdict {
  readonly kind: string
  readonly service: string
  /** A line of the container's environment that must be there. */
  readonly when?: string
  readonly says: string
}

export interface ShimState {
  readonly project: string
  readonly services: Readonly<
    Record<string, { readonly image: string; readonly env_file: boolean }>
  >
  readonly labels: Readonly<Record<string, string>>
  /** Absent: there is no Compose plugin, `docker-compose` is v1. */
  readonly plugin?: string
  readonly standalone?: string
  envFile: string
  images: Record<string, string>
  newImages: Readonly<Record<string, string>>
  verdicts: readonly Verdict[]
  /** A text that Compose refuses in a draft. */
  refuses?: string | undefined
  composeFails?: string | undefined
  logs: Record<string, string>
  containers: ShimContainer[]
}

export interface ShimCall {
  readonly name: string
  readonly cwd: string
  readonly args: readonly string[]
}

export interface DockerShim {
  /** Folder for the front of a PATH. */
  readonly bin: string
  readonly state: ShimState
  readonly calls: ShimCall[]
  up(services?: readonly string[]): void
}

interface Answer {
  readonly out?: string
  readonly err?: string
  readonly code?: number
}

const script = (folder: string, name: string): string => `#!/bin/sh
r='${folder}'/$$
printf '%s\\0' ${name} "$PWD" "$@" >"$r.new" && mv "$r.new" "$r.req"
n=0
until [ -e "$r.code" ]; do
  n=$((n + 1))
  [ "$n" -gt 1500 ] && exit 99
  sleep 0.01
done
cat "$r.out"
cat "$r.err" >&2
read -r code <"$r.code"
rm -f "$r".*
exit "$code"
`

// Values as they are written: the files of these tests need no more.
const readEnv = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter(line => /^[A-Z]/.test(line))
    .map(line => line.replace(/^([^=]+)='(.*)'$/, '$1=$2'))

const label = (one: ShimContainer, key: string): string =>
  one.Config.Labels[`com.docker.compose.${key}`] ?? ''

function make(state: ShimState, service: string): void {
  const { image, env_file } = state.services[service]!
  state.containers = state.containers.filter(one => label(one, 'service') !== service)
  state.containers.push({
    Id: randomBytes(32).toString('hex'),
    Name: `/${state.project}-${service}-1`,
    Image: state.images[image] ?? '',
    RestartCount: 0,
    State: {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: new Date().toISOString(),
    },
    Config: {
      Image: image,
      Env: [...(env_file ? readEnv(state.envFile) : []), 'PATH=/usr/bin'],
      Labels: {
        ...state.labels,
        'com.docker.compose.service': service,
        'com.docker.compose.container-number': '1',
        version: '2024.06.57',
      },
    },
    Mounts: service === 'admin' ? [{ Source: '/mailu/data', Destination: '/data' }] : [],
    NetworkSettings: { Ports: {} },
  })
}

const verbs = ['up', 'down', 'restart', 'pull', 'config', 'rm', 'version']

function compose(state: ShimState, words: readonly string[], version: string | undefined): Answer {
  const at = words.findIndex(word => verbs.includes(word))
  const [verb, ...rest] = words.slice(at)
  if (version === undefined) return { err: 'unknown flag: --short\n', code: 125 }
  if (verb === 'version') return { out: `${version}\n` }
  if (verb === 'config') {
    const files = words.flatMap((word, index) => (word === '-f' ? [words[index + 1]!] : []))
    const text = files.map(file => readFileSync(file, 'utf8')).join('\n')
    const env = /env_file:\s*(\/\S+)/.exec(text)?.[1]
    const draft = env === undefined ? '' : readFileSync(env, 'utf8')
    const isRefused = state.refuses !== undefined && draft.includes(state.refuses)
    return isRefused ? { err: 'line 1: unexpected character\n', code: 15 } : {}
  }
  if (state.composeFails !== undefined) return { err: `${state.composeFails}\n`, code: 1 }
  const named = rest.filter(word => !word.startsWith('-'))
  const wanted = named.length > 0 ? named : Object.keys(state.services)
  if (verb === 'down') state.containers = []
  if (verb === 'up') for (const service of wanted) make(state, service)
  if (verb === 'pull') Object.assign(state.images, state.newImages)
  return { err: wanted.map(name => ` Container ${name}  Done\n`).join('') }
}

function exec(state: ShimState, words: readonly string[]): Answer {
  const [id, , , , kind] = words
  const container = state.containers.find(one => one.Id === id)
  if (!container) return { err: `Error response from daemon: No such container: ${id}\n`, code: 1 }
  const { Env } = container.Config
  const rule = state.verdicts.find(
    one =>
      one.kind === kind &&
      one.service === label(container, 'service') &&
      (one.when === undefined || Env.includes(one.when)),
  )
  return { out: `${rule?.says ?? 'works fine'}\n` }
}

const columns = [
  'project',
  'service',
  'project.working_dir',
  'project.config_files',
  'project.environment_file',
  'version',
  'oneoff',
]

function docker(state: ShimState, args: readonly string[]): Answer {
  const [verb] = args
  const lines = (list: readonly unknown[]): Answer => ({
    out: list.map(one => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''),
  })
  switch (verb) {
    case '--version':
      return lines(['Docker version 27.3.1, build ce12230'])
    case 'version':
      return lines(['27.3.1'])
    case 'compose':
      return compose(state, args.slice(1), state.plugin)
    case 'exec':
      return exec(state, args.slice(1))
    case 'image':
      return lines([state.images[args.at(-1)!] ?? ''])
    case 'inspect':
      if (args.some(word => word.startsWith('["image"')))
        return lines(
          state.containers
            .filter(one => args.includes(one.Id))
            .map(one => ['image', one.Id, one.Config.Image]),
        )
      return lines(state.containers.filter(one => args.includes(one.Id)))
    case 'logs':
      return { out: state.logs[args.at(-1)!] ?? '' }
    case 'ps': {
      const service = /service=(\S+)/.exec(args.join(' '))?.[1]
      if (!args.includes('-a'))
        return lines(
          state.containers.filter(one => label(one, 'service') === service).map(one => one.Id),
        )
      return lines(
        state.containers.map(one => {
          const labels = columns.map(key => label(one, key))
          // The name only while its tag still points there, as Docker does.
          const isTagged = state.images[one.Config.Image] === one.Image
          const image = isTagged ? one.Config.Image : one.Image
          return ['container', one.Id, image, one.Name.slice(1), ...labels, '', '']
        }),
      )
    }
    default:
      return { err: `not known to the shim: ${args.join(' ')}\n`, code: 125 }
  }
}

/** Puts both into `root` and answers until the test has finished. */
export function createDockerShim(root: string, state: ShimState): DockerShim {
  const bin = join(root, 'bin')
  const folder = join(root, 'shim')
  for (const dir of [bin, folder]) mkdirSync(dir, { recursive: true })
  for (const name of ['docker', 'docker-compose'])
    writeFileSync(join(bin, name), script(folder, name), { mode: 0o755 })
  const calls: ShimCall[] = []

  const answer = (request: string): void => {
    const base = join(folder, request.slice(0, -'.req'.length))
    const [name = '', cwd = '', ...args] = readFileSync(`${base}.req`, 'utf8')
      .split('\0')
      .slice(0, -1)
    rmSync(`${base}.req`)
    calls.push({ name, cwd, args })
    const {
      out = '',
      err = '',
      code = 0,
    } = name === 'docker' ? docker(state, args) : compose(state, args, state.standalone)
    writeFileSync(`${base}.out`, out)
    writeFileSync(`${base}.err`, err)
    writeFileSync(`${base}.code.new`, `${code}\n`)
    renameSync(`${base}.code.new`, `${base}.code`)
  }
  const answerAll = (): void => {
    if (!existsSync(folder)) return
    for (const file of readdirSync(folder)) if (file.endsWith('.req')) answer(file)
  }
  const watcher = watch(folder, answerAll)
  onTestFinished(() => watcher.close())
  const up = (services: readonly string[] = Object.keys(state.services)): void => {
    for (const service of services) make(state, service)
  }
  return { bin, state, calls, up }
}
