/** What a home server answered: servers, ways in, a first look, what was found. */
import type { Step } from '../../../src/shared/model/verdict.ts'
import type { Answers } from './fake-bridge.ts'
import type {
  CleanPlan,
  KeyPlan,
  ServersExport,
  HostLook,
  RemoteCommand,
  Server,
  WaysIn,
} from '../../../src/shared/model/server.ts'
import { ServerId } from '../../../src/shared/model/server.ts'
import type { Discovery, Project, StackStatus } from '../../../src/shared/model/stack.ts'

const sha = 'SHA256:qN3v7TzKdYp0wEoR4mUa81LcHs+XfG2BjVtD6iQ9oZy'
export const otherSha = 'SHA256:Zk81pQmN0vLs3TgYw7XeR2bHcJ5uFd9aKo4iVtB6nMe'

export const home: Server = {
  id: ServerId.parse('s1'),
  name: 'home',
  host: '192.168.1.20',
  port: 22,
  user: 'maria',
  hasPassword: false,
  hasPassphrase: false,
  hasSudoPassword: false,
  hostKey: { type: 'ssh-ed25519', sha256: sha, source: 'accepted' },
  addedAt: '2026-11-03T08:12:00.000Z',
  lastConnectedAt: '2026-11-22T09:28:00.000Z',
}
export const office: Server = {
  ...home,
  id: ServerId.parse('s2'),
  name: 'office',
  host: 'gate.example.org',
  port: 2222,
  hasSudoPassword: true,
}

export const waysIn: WaysIn = {
  configuration: {
    file: '~/.ssh/config',
    found: true,
    hosts: [
      { alias: 'home', host: '192.168.1.20', port: 22, user: 'maria' },
      { alias: 'nas', host: '192.168.1.30', port: 22, user: 'admin' },
      { alias: 'office-gate', host: 'gate.example.org', port: 2222, user: 'maria', via: 'bastion' },
    ],
  },
  agent: {
    socket: '/run/user/1000/ssh-agent.socket',
    keys: [
      { type: 'ssh-ed25519', comment: 'maria@laptop', sha256: sha, isUsable: true },
      { type: 'ssh-rsa', comment: 'maria@old-laptop', sha256: otherSha, isUsable: true },
    ],
  },
  defaultKeys: [
    { file: '~/.ssh/id_ed25519', found: false, isEncrypted: false },
    { file: '~/.ssh/id_ecdsa', found: false, isEncrypted: false },
    { file: '~/.ssh/id_rsa', found: false, isEncrypted: false },
  ],
}

export const look: HostLook = {
  host: '192.168.1.20',
  port: 22,
  user: 'maria',
  addresses: [{ address: '192.168.1.20', family: 4, outcome: 'connected' }],
  banner: 'SSH-2.0-OpenSSH_9.6',
  hostKey: { type: 'ssh-ed25519', sha256: sha },
  trust: 'unknown',
  tookMs: 18,
}
export const changedLook: HostLook = {
  ...look,
  trust: 'changed',
  hostKey: { type: 'ssh-ed25519', sha256: otherSha },
  recorded: { type: 'ssh-ed25519', sha256: sha, file: '/home/maria/.ssh/known_hosts' },
}

export const project: Project = {
  name: 'mailu',
  dir: '/mailu',
  configFiles: ['/mailu/docker-compose.yml'],
  envFile: '/mailu/mailu.env',
  storageRoot: '/mailu',
  services: [
    'front',
    'admin',
    'imap',
    'smtp',
    'antispam',
    'fetchmail',
    'webmail',
    'resolver',
    'redis',
  ],
  version: '2024.06.57',
  canChange: true,
}
export const discovery: Discovery = {
  engine: 'docker',
  engineVersion: '27.3.1',
  compose: { generation: 'v2', version: '2.29.7', command: 'docker compose' },
  fileAccess: 'direct',
  projects: [project],
  otherProjects: 2,
  disk: { path: '/mailu', freeBytes: 41_200_000_000, sizeBytes: 120_000_000_000 },
  lookedAt: '2026-11-22T09:32:00.000Z',
}

const memory: Readonly<Record<string, number>> = {
  front: 38e6,
  admin: 194e6,
  imap: 142e6,
  smtp: 61e6,
  antispam: 288e6,
  fetchmail: 27e6,
  webmail: 88e6,
  resolver: 24e6,
  redis: 12e6,
}
export const status: StackStatus = {
  project,
  capabilities: { api: true, hasTokens: true, fetchScan: true, ports: true, hasKnownHole: false },
  services: project.services.map(name => ({
    name,
    state: 'running',
    containerId: `${name}0a1b2c`,
    image: `ghcr.io/mailu/${name}:2024.06.57`,
    startedAt: '2026-10-12T05:20:00.000Z',
    restarts: 0,
    memoryBytes: memory[name] ?? 20e6,
    notApplied: [],
  })),
  notAppliedKeys: [],
  checkedAt: '2026-11-22T09:32:00.000Z',
}
/** Two settings were edited on the server and the containers still run with the old ones. */
export const behind: StackStatus = {
  ...status,
  services: status.services.map(service =>
    service.name === 'smtp' || service.name === 'front'
      ? { ...service, notApplied: ['MESSAGE_SIZE_LIMIT'] }
      : service.name === 'admin'
        ? { ...service, notApplied: ['MESSAGE_SIZE_LIMIT', 'MESSAGE_RATELIMIT'] }
        : service,
  ),
  notAppliedKeys: ['MESSAGE_SIZE_LIMIT', 'MESSAGE_RATELIMIT'],
}

const commands: RemoteCommand[] = [
  ['engine', 'docker version --format {{json .Server}}'],
  ['compose', 'docker compose version --short || docker-compose version --short'],
  [
    'containers',
    "docker ps -a --filter label=com.docker.compose.service=smtp --format '{{json .}}'",
  ],
  ['inspect', 'docker inspect "$@"'],
  ['version', 'docker exec "$1" cat /version'],
  ['access', 'id -un; id -nG; test -r "$1" && echo readable; sudo -n true'],
  ['disk', 'df -PB1 "$1"'],
].map(([id = '', script = '']) => ({
  id: `stack.${id}`,
  script,
  changes: false,
  asRoot: 'never',
  lastRunAt: '2026-11-22T09:32:00.000Z',
  runs: 1,
}))

const doctorSteps: Step[] = [
  { id: 'dns', verdict: 'right', code: 'dns-address', params: { host: '192.168.1.20' } },
  { id: 'tcp', verdict: 'right', code: 'tcp-open', params: { address: '192.168.1.20', port: 22 } },
  { id: 'banner', verdict: 'right', code: 'banner-read', params: { banner: 'OpenSSH_9.6' } },
  {
    id: 'host-key',
    verdict: 'right',
    code: 'host-key-in-known-hosts',
    params: { type: 'ssh-ed25519', sha256: sha },
  },
  {
    id: 'auth',
    verdict: 'wrong',
    code: 'login-refused',
    params: { host: '192.168.1.20', user: 'maria', tried: 'publickey' },
    raw: 'Permission denied (publickey).',
  },
  ...['sudo', 'docker', 'compose', 'mailu'].map((id): Step => ({
    id,
    verdict: 'not-tried',
    code: 'not-tried',
    params: {},
  })),
]

export const keyPlan: KeyPlan = {
  file: '/home/maria/.ssh/authorized_keys',
  lines: 2,
  line: `no-agent-forwarding,no-X11-forwarding,no-pty ssh-rsa ${'AAAAB3NzaC1yc2EAAAADAQABAAABgQC7'.repeat(16)} postern@laptop`,
  sha256: otherSha,
  isThere: false,
}

export const cleanPlan: CleanPlan = {
  digest: 'd1',
  folders: [
    {
      dir: '/mailu',
      isBusy: false,
      files: [
        {
          path: '/mailu/.postern/copies/mailu.env.1f3a9c20.20261120T083112Z-77aa01bc',
          sizeBytes: 5310,
        },
        {
          path: '/mailu/.postern/copies/mailu.env.1f3a9c20.20261121T191500Z-0c1d2e3f',
          sizeBytes: 5342,
        },
      ],
    },
  ],
  key: { file: keyPlan.file, line: keyPlan.line },
}

export const serversExport: ServersExport = {
  format: 'postern-servers',
  version: 1,
  exportedAt: '2026-11-22T09:32:00Z',
  servers: [
    {
      name: 'home',
      host: 'home',
      resolved: { host: '192.168.1.20', port: 22, user: 'maria' },
      keyName: '192.168.1.20',
      hostKeys: { '192.168.1.20': { type: 'ssh-ed25519', sha256: sha } },
    },
  ],
}

export const serverAnswers: Answers = {
  'app.info': () => ({
    version: '0.1.0',
    host: 'electron',
    os: 'linux',
    dataDir: '/home/maria/.config/Postern',
    isPackaged: false,
  }),
  'servers.waysIn': () => waysIn,
  'servers.list': () => [home],
  'servers.look': () => look,
  'servers.add': () => home,
  'servers.update': () => home,
  'servers.remove': () => undefined,
  'servers.commands': () => commands,
  'servers.planKey': () => keyPlan,
  'servers.installKey': () => ({ ...home, usesAppKey: true }),
  'servers.removeKey': () => ({ ...home, usesAppKey: false }),
  'servers.planClean': () => cleanPlan,
  'servers.clean': () => cleanPlan,
  'servers.export': () => serversExport,
  'servers.import': () => [
    { name: 'home (2)', outcome: 'added', notes: ['renamed', 'key-file-missing'] },
    { name: 'office', outcome: 'already-here', notes: [] },
  ],
  'servers.doctor': () => ({
    server: 's1',
    steps: doctorSteps,
  }),
  'stack.find': () => discovery,
  'stack.status': () => status,
}
