/** A watched stack on this computer: its containers are fake servers, its `docker` a script, its server the local shell. */
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type {
  ChecksDeps,
  WatchedContainer,
  WatchedStack,
} from '../../src/core/watch/checks/checks-deps.ts'
import type { Check } from '../../src/core/watch/check.ts'
import { createChecks } from '../../src/core/watch/checks/create-checks.ts'
import type { RemoteCommandTemplate } from '../../src/core/net/remote-commands.ts'
import type { RemoteHost } from '../../src/core/net/ssh/session.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { createLocalHost } from './local-host.ts'

export interface WatchedHereOptions {
  /** Ports of front: the one inside, and where it is answered. */
  readonly published?: Readonly<Record<number, number>>
  /** The same over IPv6, at `::1`. */
  readonly published6?: Readonly<Record<number, number>>
  /** What front finds behind itself: `imap:143`, `smtp:10025`. */
  readonly behind?: Readonly<Record<string, number>>
  readonly env?: Readonly<Record<string, string>>
  /** In place of `running`. */
  readonly states?: Readonly<Record<string, string>>
  readonly mailboxes?: readonly string[]
  readonly versionFile?: string
  readonly version?: string
  readonly mounts?: WatchedContainer['mounts']
  readonly deps?: Partial<ChecksDeps>
  readonly onRun?: (command: RemoteCommandTemplate) => void
  /** Stands between the checks and the server. */
  readonly through?: (host: RemoteHost) => RemoteHost
}

const settings = {
  DOMAIN: 'example.test',
  POSTMASTER: 'admin',
  HOSTNAMES: 'mail.example.test',
  TLS_FLAVOR: 'cert',
  MESSAGE_SIZE_LIMIT: '1000000',
}

const script = (folder: string): string => `#!/bin/sh
case "$1" in
info) echo / ;;
exec)
  shift; [ "$1" = -i ] && shift
  shift; tool=$1
  case "$tool $*" in
    *doveadm*) cat '${folder}/mailboxes' ;;
    *'cat /version'*) cat '${folder}/version' ;;
    python3*)
      code=$3; port=$(cat '${folder}/behind/'"$4:$5" 2>/dev/null)
      if [ -n "$port" ]; then exec python3 -c "$code" 127.0.0.1 "$port" "$6" "$7"; fi
      exec python3 -c "$code" "$4" "$5" "$6" "$7" ;;
    *) exit 127 ;;
  esac ;;
esac
`

/** The checks of one server by their ids, over fake servers of this computer. */
export async function watchedHere(options: WatchedHereOptions = {}) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'behind'))
  await writeFile(
    join(folder, 'mailboxes'),
    (options.mailboxes ?? []).map(one => `${one}\n`).join(''),
  )
  await writeFile(join(folder, 'version'), `${options.versionFile ?? ''}\n`)
  for (const [place, port] of Object.entries(options.behind ?? {}))
    await writeFile(join(folder, 'behind', place), String(port))
  await writeFile(join(folder, 'docker'), script(folder))
  await chmod(join(folder, 'docker'), 0o755)
  const local = createLocalHost({
    env: { ...process.env, PATH: [folder, process.env['PATH']].join(delimiter) },
    ...(options.onRun && { onRun: options.onRun }),
  })
  const host = options.through ? options.through(local) : local
  const publish = (hostIp: string, ports: Readonly<Record<number, number>> = {}) =>
    Object.entries(ports).map(([inside, hostPort]) => ({
      inside: `${inside}/tcp`,
      hostIp,
      hostPort,
    }))
  const container = (service: string): WatchedContainer => ({
    id: `${service}-id`,
    service,
    status: options.states?.[service] ?? 'running',
    restarts: 0,
    wasOutOfMemory: false,
    env: { ...settings, ...options.env },
    mounts: service === 'smtp' ? (options.mounts ?? []) : [],
    ports:
      service === 'front'
        ? [...publish('127.0.0.1', options.published), ...publish('::1', options.published6)]
        : [],
  })
  const stack: WatchedStack = {
    host,
    rights: 'never',
    project: 'mailu',
    version: options.version ?? '2024.06.57',
    containers: ['front', 'admin', 'imap', 'smtp'].map(container),
  }
  let now = Date.now()
  const deps: ChecksDeps = {
    open: async () => stack,
    relayLogin: async () => ({
      login: { verdict: 'not-needed', code: 'relay-none', params: {} },
    }),
    forgetLogin: () => undefined,
    queue: async () => ({ isKnown: true, count: 0, reasons: [] }),
    endpoint: async () => ({ host: '127.0.0.1', port: 22 }),
    connect: async () => undefined,
    advisories: async () => ({
      version: 1,
      knownUntil: '2026-11-22',
      advisories: [
        {
          id: 'CVE-1',
          title: 'A hole',
          since: '2024.06',
          fixed: '2024.06.52',
          source: 'https://x.test/',
        },
      ],
    }),
    clock: { now: () => now },
    os: 'linux',
    line: {
      hasNetwork: () => true,
      hasRoute: async () => true,
      resolves: async () => true,
      answers: async () => true,
      isNear: () => true,
    },
    ...options.deps,
  }
  const checks = createChecks(deps)('home')
  const never: AbortSignal = new AbortController().signal
  const check = (id: string): Check => {
    const found = checks.find(one => one.id === id)
    if (!found) throw new Error(`there is no check ${id}`)
    return found
  }
  return {
    stack,
    deps,
    checks,
    check,
    run: (id: string) => check(id).run(never),
    wait: (ms: number) => void (now += ms),
  }
}
