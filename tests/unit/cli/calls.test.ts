import { describe, expect, test } from 'vitest'
import { commands } from '../../../src/cli/commands/index.ts'
import { archiveAnswers } from '../../fakes/cli/archive-answers.ts'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

/** What is typed, and the call that it must come to. */
const exported = {
  format: 'postern-servers',
  version: 1,
  exportedAt: '2026-11-22T10:00:00.000Z',
  servers: [
    {
      name: 'home',
      host: 'attic',
      resolved: { host: '192.168.1.5', port: 22, user: 'maria' },
      hostKeys: { '192.168.1.5': { type: 'ssh-ed25519', sha256: 'SHA256:x' } },
    },
  ],
}

const table: readonly (readonly [string, string, unknown])[] = [
  ['servers add home --host h', 'servers.add', { name: 'home', host: 'h' }],
  [
    'servers add home --host ::1 --port 2222 --user me --identity k --accept-host-key SHA256:x',
    'servers.add',
    {
      name: 'home',
      host: '::1',
      port: 2222,
      user: 'me',
      identityFile: 'k',
      acceptHostKey: 'SHA256:x',
    },
  ],
  [
    'servers add home --host h --password-stdin',
    'servers.add',
    { name: 'home', host: 'h', password: 'line1' },
  ],
  [
    'servers add home --host h --password-env PW --passphrase-file pp --sudo-password-stdin',
    'servers.add',
    {
      name: 'home',
      host: 'h',
      password: 'from env',
      passphrase: 'from file',
      sudoPassword: 'line1',
    },
  ],
  [
    'servers update home --rename box --host h2 --port 22',
    'servers.update',
    { server: 'home', name: 'box', host: 'h2', port: 22 },
  ],
  ['servers list', 'servers.list', undefined],
  ['servers look h --port 2222 --user me', 'servers.look', { host: 'h', port: 2222, user: 'me' }],
  ['servers ways', 'servers.waysIn', undefined],
  ['servers doctor home', 'servers.doctor', { server: 'home' }],
  ['servers doctor --server home', 'servers.doctor', { server: 'home' }],
  ['servers commands home', 'servers.commands', { server: 'home' }],
  ['servers remove home', 'servers.remove', { server: 'home' }],
  ['servers remove home --clean', 'servers.planClean', { server: 'home' }],
  ['servers remove home --clean --yes', 'servers.clean', { server: 'home', digest: 'di' }],
  ['servers key show', 'servers.planKey', { server: 'id' }],
  ['servers key install home', 'servers.installKey', { server: 'home' }],
  ['servers key remove --server home', 'servers.removeKey', { server: 'home' }],
  ['servers export', 'servers.export', {}],
  ['servers export home attic', 'servers.export', { servers: ['home', 'attic'] }],
  ['servers import list', 'servers.import', exported],
  ['stack find', 'stack.find', { server: 'id' }],
  ['stack status --server s --project p', 'stack.status', { server: 's', project: 'p' }],
  ['stack env get', 'stack.env', { server: 'id' }],
  ['stack env get TLS_FLAVOR', 'stack.env', { server: 'id' }],
  [
    'stack env set TLS_FLAVOR=cert A= --unset B --unset C',
    'stack.envApply',
    {
      server: 'id',
      edits: {
        set: [
          { key: 'TLS_FLAVOR', value: 'cert' },
          { key: 'A', value: '' },
        ],
        unset: ['B', 'C'],
      },
    },
  ],
  [
    'stack env set RELAYPASSWORD=- X=- --preview',
    'stack.envPreview',
    {
      server: 'id',
      edits: {
        set: [
          { key: 'RELAYPASSWORD', value: 'line1' },
          { key: 'X', value: 'line2' },
        ],
        unset: [],
      },
    },
  ],
  [
    'stack env edit --file env --compose v1 A=b=c',
    'stack.envEdit',
    {
      content: 'QT0xDQo=',
      compose: 'v1',
      edits: { set: [{ key: 'A', value: 'b=c' }], unset: [] },
    },
  ],
  ['stack env history', 'stack.envHistory', { server: 'id' }],
  ['stack env rollback 7', 'stack.envRollback', { server: 'id', id: '7' }],
  ['stack env rollback 7 --preview', 'stack.envCopyPreview', { server: 'id', id: '7' }],
  ['stack up', 'stack.up', { server: 'id' }],
  ['stack down --project p', 'stack.down', { server: 'id', project: 'p' }],
  ['stack restart smtp', 'stack.restart', { server: 'id', service: 'smtp' }],
  ['stack recreate', 'stack.recreate', { server: 'id', services: [] }],
  ['stack recreate smtp front', 'stack.recreate', { server: 'id', services: ['smtp', 'front'] }],
  ['stack pull', 'stack.pull', { server: 'id' }],
  ['stack logs', 'stack.logs', { server: 'id', services: [], follow: false }],
  [
    'stack logs smtp front --follow --since 10m --tail 5',
    'stack.logs',
    { server: 'id', services: ['smtp', 'front'], follow: true, since: '10m', tail: 5 },
  ],
  ['dns domains', 'dns.domains', { server: 'id' }],
  ['dns hosts', 'dns.hosts', undefined],
  ['dns plan example.test', 'dns.plan', { server: 'id', domain: 'example.test' }],
  [
    'dns plan example.test --format octodns --project p',
    'dns.export',
    { server: 'id', project: 'p', domain: 'example.test', format: 'octodns' },
  ],
  [
    'dns plan example.test --dns-host gandi',
    'dns.entries',
    { server: 'id', domain: 'example.test', host: 'gandi' },
  ],
  ['dns check example.test', 'dns.check', { server: 'id', domain: 'example.test' }],
  ['dns watch example.test', 'dns.watch', { server: 'id', domain: 'example.test' }],
  ['relay providers', 'relay.providers', undefined],
  ['relay probe', 'relay.probe', { server: 'id' }],
  [
    'relay probe --provider mailgun --region eu --user u --password-stdin',
    'relay.probe',
    { server: 'id', choice: { provider: 'mailgun', region: 'eu', user: 'u', password: 'line1' } },
  ],
  [
    'relay plan --provider generic --host h --port 465',
    'relay.plan',
    { server: 'id', choice: { provider: 'generic', host: 'h', port: 465 } },
  ],
  [
    'relay set --provider generic --host h --port 587 --tls-level encrypt --domain d --insist --password-file pp',
    'relay.set',
    {
      server: 'id',
      choice: {
        provider: 'generic',
        host: 'h',
        port: 587,
        tlsLevel: 'encrypt',
        domain: 'd',
        password: 'from file',
      },
      insist: true,
    },
  ],
  ['relay status', 'relay.status', { server: 'id' }],
  ['relay prove', 'relay.prove', { server: 'id' }],
  [
    'relay prove --from a@example.org --password-stdin --mailbox-host imap.test --mailbox-user u --mailbox-password-stdin --to u@there.test --keep',
    'relay.prove',
    {
      server: 'id',
      from: { address: 'a@example.org', password: 'line1' },
      mailbox: { host: 'imap.test', user: 'u', password: 'line2', address: 'u@there.test' },
      keep: true,
    },
  ],
  ['relay proofs', 'relay.proofs', { server: 'id' }],
  ['relay proofs --every 6h', 'relay.scheduleProof', { server: 'id', every: '6h' }],
  ['relay queue', 'relay.queue', { server: 'id' }],
  ['relay queue retry', 'relay.retryQueued', { server: 'id' }],
  ['relay queue retry AAAAAA1', 'relay.retryQueued', { server: 'id', ids: ['AAAAAA1'] }],
  ['relay queue hold AAAAAA1', 'relay.holdQueued', { server: 'id', ids: ['AAAAAA1'] }],
  ['relay queue release AAAAAA1', 'relay.releaseQueued', { server: 'id', ids: ['AAAAAA1'] }],
  ['relay queue delete AAAAAA1 BBBBBB2', 'relay.queue', { server: 'id' }],
  ['watch check', 'watch.check', {}],
  ['watch check --server s', 'watch.check', { server: 's' }],
  ['watch run', 'watch.run', undefined],
  ['watch status', 'watch.status', {}],
  ['watch checks', 'watch.checks', { server: 'id' }],
  ['watch incidents --server s', 'watch.incidents', { server: 's' }],
  ['watch incident 7', 'watch.incident', { id: '7' }],
  ['watch history --days 30', 'watch.history', { server: 'id', days: 30 }],
  ['watch export', 'watch.export', { server: 'id', format: 'json' }],
  ['watch export --format csv --days 7', 'watch.export', { server: 'id', format: 'csv', days: 7 }],
  ['watch pause', 'watch.pause', { until: '1970-01-01T01:00:00.000Z' }],
  ['watch pause --minutes 90', 'watch.pause', { until: '1970-01-01T01:30:00.000Z' }],
  [
    'watch pause --until 2026-11-23T07:00:00+01:00',
    'watch.pause',
    { until: '2026-11-23T06:00:00.000Z' },
  ],
  ['watch resume', 'watch.resume', undefined],
  ['watch test-notification', 'watch.testNotification', {}],
  ['watch test-notification 7', 'watch.testNotification', { channel: '7' }],
  ['relay opinion', 'relay.opinion', { server: 'id', isFresh: false }],
  [
    'relay opinion --domain example.org --fresh --key-stdin --project p',
    'relay.opinion',
    { server: 'id', project: 'p', domain: 'example.org', isFresh: true, key: 'line1' },
  ],
  ['relay key set', 'relay.keepKey', { server: 'id', key: 'line1' }],
  ['relay key set --key-stdin', 'relay.keepKey', { server: 'id', key: 'line1' }],
  ['relay key forget', 'relay.forgetKey', { server: 'id' }],
  ['watch channels', 'watch.channels', undefined],
  [
    'watch channel set https://hooks.test/x --key-stdin',
    'watch.setChannel',
    { kind: 'webhook', url: 'https://hooks.test/x', secret: 'line1' },
  ],
  [
    'watch channel set https://ntfy.sh/t --kind ntfy --id 7',
    'watch.setChannel',
    { kind: 'ntfy', url: 'https://ntfy.sh/t', id: '7' },
  ],
  ['watch channel remove 7', 'watch.removeChannel', { id: '7' }],
  ['jobs list', 'jobs.list', {}],
  ['jobs list --server s', 'jobs.list', { server: 's' }],
  ['jobs cancel 5', 'jobs.cancel', { id: '5' }],
  ['settings get', 'settings.get', undefined],
  ['settings set theme=dark firstRun=done', 'settings.set', { theme: 'dark', firstRun: 'done' }],
  ['settings keyring', 'settings.keyring', undefined],
  ['demo add', 'demo.add', undefined],
  ['demo status', 'demo.status', undefined],
  ['demo break disk-full', 'demo.setFault', { fault: 'disk-full' }],
  ['demo mend', 'demo.setFault', {}],
  ['archive accounts', 'archive.accounts', undefined],
  [
    'archive add mine --host imap.a.test --user anna --password-env PW',
    'archive.add',
    { name: 'mine', host: 'imap.a.test', user: 'anna', password: 'from env' },
  ],
  [
    'archive add mine --host h --port 143 --user anna --security starttls --authority pp --folder /f',
    'archive.add',
    {
      name: 'mine',
      host: 'h',
      port: 143,
      user: 'anna',
      security: 'starttls',
      authority: 'from file\n',
      folder: '/f',
      password: 'line1',
    },
  ],
  ['archive remove mine', 'archive.remove', { account: 'mine' }],
  ['archive run mine', 'archive.run', { account: 'mine' }],
  ['archive run', 'archive.run', { account: 'mine' }],
  ['archive status mine', 'archive.status', { account: 'mine' }],
  ['archive verify mine', 'archive.verify', { account: 'mine' }],
  ['archive rebuild mine', 'archive.verify', { account: 'mine', isAnew: true }],
  ['contacts', 'settings.contacts', undefined],
  ['diagnostics', 'settings.diagnostics', { look: true }],
  ['diagnostics --offline', 'settings.diagnostics', { look: false }],
  ['info', 'app.info', undefined],
]

const surroundings = {
  stdin: 'line1\nline2\n',
  files: { list: JSON.stringify(exported), pp: 'from file\n', env: 'A=1\r\n' },
  env: { PW: 'from env' },
} as const

/** Calls that only find out what is meant. */
const preparing = [
  'archive.accounts',
  'servers.list',
  'servers.planClean',
  'settings.get',
  'stack.envKeys',
  'jobs.get',
  'jobs.list',
]

const answers = {
  'servers.list': {
    value: [
      {
        id: 'id',
        name: 'home',
        host: 'h',
        port: 22,
        user: 'me',
        hasPassword: false,
        hasPassphrase: false,
        hasSudoPassword: false,
        addedAt: '2026-11-22T10:00:00Z',
      },
    ],
  },
  ...archiveAnswers,
  'stack.envKeys': { value: [] },
  'stack.envPreview': {
    value: {
      path: '/mailu/mailu.env',
      baseSha256: 'x',
      diff: [],
      changedKeys: [],
      problems: [],
      recreate: [],
      keepRunning: [],
      expectedSeconds: 0,
    },
  },
  'stack.envCopyPreview': {
    value: {
      path: '/mailu/mailu.env',
      baseSha256: 'x',
      diff: [],
      changedKeys: [],
      problems: [],
      recreate: [],
      keepRunning: [],
      expectedSeconds: 0,
    },
  },
} as const

describe('every command comes to its call of the contract', () => {
  test.each(table)('postern %s', async (typed, method, input) => {
    const bridge = fakeBridge(answers)
    const ran = await runPostern([...typed.split(' '), '--json'], bridge, surroundings)
    expect(ran).toMatchObject({ code: 0, stderr: '', closed: 1 })
    const meant = bridge.calls.filter(
      call => call.method === method || !preparing.includes(call.method),
    )
    expect(meant[0]).toEqual({ method, input })
  })

  test('N1h a file that is no export is refused with words, and nothing is asked', async () => {
    const bridge = fakeBridge(answers)
    const ran = await runPostern(['servers', 'import', 'pp'], bridge, surroundings)
    expect([ran.code, bridge.calls]).toEqual([1, []])
    expect(ran.stderr).toContain('This is not a list of servers that Postern has written')
  })

  test('N1h --clean shows the list and takes nothing away', async () => {
    const plan = {
      digest: 'x',
      folders: [
        { dir: '/mailu', isBusy: false, files: [{ path: '/mailu/.postern/a', sizeBytes: 5 }] },
      ],
      key: { file: '/home/m/.ssh/authorized_keys', line: 'l' },
    }
    const bridge = fakeBridge({ ...answers, 'servers.planClean': { value: plan } })
    const ran = await runPostern('servers remove home --clean'.split(' '), bridge)
    expect(ran.stdout).toContain('/mailu/.postern/a  5 B\n')
    expect(ran.stdout).toContain('own key in /home/m/.ssh/authorized_keys')
    expect(ran.stdout).toContain('Nothing was taken away. Repeat with --yes')
    expect(bridge.calls.map(({ method }) => method)).toEqual(['servers.planClean'])
  })

  test('every command is in the table', () => {
    const untested = commands.filter(
      ({ path }) => !table.some(([typed]) => typed === path || typed.startsWith(`${path} `)),
    )
    expect(untested.map(({ path }) => path)).toEqual([])
  })

  test('--data names the data folder', async () => {
    const ran = await runPostern(['info', '--data', '/x'], fakeBridge())
    expect(ran.dataDirs).toEqual(['/x'])
  })

  test('env get keeps to the keys that were named', async () => {
    const entry = {
      value: '1',
      isSecret: false,
      hasValue: true,
      line: 1,
      isKnown: true,
      consumers: [],
    }
    const view = {
      path: '/mailu/mailu.env',
      sha256: 'x',
      sizeBytes: 1,
      compose: 'v1',
      entries: [
        { key: 'A', ...entry },
        { key: 'B', ...entry },
      ],
      problems: [],
    }
    const bridge = fakeBridge({ ...answers, 'stack.env': { value: view } })
    const ran = await runPostern(['stack', 'env', 'get', 'B', '--json'], bridge)
    expect(JSON.parse(ran.stdout)).toEqual({ ...view, entries: [view.entries[1]] })
  })

  test('env edit puts the bytes of the file on stdout as they are', async () => {
    const bytes = Buffer.from('\ufeffA=1\r\n\u0001')
    const content = bytes.toString('base64')
    const bridge = fakeBridge({ ...answers, 'stack.envEdit': { value: { content } } })
    const ran = await runPostern('stack env edit --file env A=1'.split(' '), bridge, surroundings)
    expect(ran.stdout).toBe(bytes.toString('utf8'))
  })
})
