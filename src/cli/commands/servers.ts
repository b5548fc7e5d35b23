/** `postern servers …`: the servers that Postern knows. */
import { serversContract } from '../../shared/contract/servers.ts'
import { describeError } from '../../shared/locales/describe-error.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { CleanPlan, parseExport, ServersExport } from '../../shared/model/server.ts'
import { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import type { CliIo } from '../io.ts'
import { defineCommand } from '../parse/command.ts'
import { type CliOption } from '../parse/option.ts'
import { readGivenText } from '../read-file.ts'
import { secretOptions } from '../secrets.ts'
import { bytesWords, dateWords } from '../show/measures.ts'
import { stepLines } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'

const contract = serversContract
const titles = en.cli.columns
const name = [{ name: 'NAME', isRequired: true }] as const
/** The one that is named either way. */
const maybeName = [{ name: 'NAME', isRequired: false }] as const
const named = async ({ words, server }: Asked): Promise<string> => words.first || server()

const address: readonly CliOption[] = [
  { name: 'port', value: 'P' },
  { name: 'user', value: 'U' },
]
const acceptHostKey: CliOption = { name: 'accept-host-key', value: 'SHA256:…' }
const login: readonly CliOption[] = [
  { name: 'identity', value: 'FILE' },
  ...secretOptions('password'),
  ...secretOptions('passphrase'),
  ...secretOptions('sudo-password'),
  acceptHostKey,
]

/** The part of an input that both adding and changing take. */
async function loginOf({ words, secret }: Asked) {
  const [port, user] = [words.number('port'), words.option('user')]
  const [identityFile, acceptHostKey] = [words.option('identity'), words.option('accept-host-key')]
  const password = await secret('password')
  const passphrase = await secret('passphrase')
  const sudoPassword = await secret('sudo-password')
  return {
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(identityFile !== undefined && { identityFile }),
    ...(acceptHostKey !== undefined && { acceptHostKey }),
    ...(password !== undefined && { password }),
    ...(passphrase !== undefined && { passphrase }),
    ...(sudoPassword !== undefined && { sudoPassword }),
  }
}

const Output = {
  server: contract['servers.add'].output,
  update: contract['servers.update'].output,
  list: contract['servers.list'].output,
}

const RemoveOutput = z.object({ isRemoved: z.boolean(), plan: CleanPlan.optional() })

/** All that would be, or was, taken away from the server. */
const cleanText = ({ folders, key }: CleanPlan): string =>
  [
    ...folders.flatMap(({ dir, isBusy, files }) => [
      ...(isBusy ? [fill(en.cli.clean.busy, { dir })] : []),
      ...files.map(({ path, sizeBytes }) => `${path}  ${bytesWords(sizeBytes)}`),
    ]),
    ...(key ? [fill(en.cli.clean.key, { file: key.file })] : []),
    ...(folders.length === 0 && !key ? [en.cli.clean.nothing] : []),
  ].join('\n')

/** @throws AppError `file-not-readable`, `servers-file-not-valid` */
const readExport = async (io: CliIo, file: string): Promise<ServersExport> =>
  parseExport(await readGivenText(io, file))

const updateText = (server: (typeof Output.update)['_output']): string => {
  const { unreached } = server
  if (!unreached) return serverText(server)
  const { what, now } = describeError(unreached)
  return `${serverText(server)}\n${en.cli.unreached} ${what} ${now}`
}

const serverText = (server: (typeof Output.server)['_output']): string =>
  facts([
    [titles.name, server.name],
    [titles.address, `${server.user}@${server.host}:${server.port}`],
    [titles.hostKey, server.hostKey && `${server.hostKey.type} ${server.hostKey.sha256}`],
    [titles.identity, server.identityFile],
    [titles.lastConnected, dateWords(server.lastConnectedAt)],
  ])

export const serversCommands = [
  defineCommand({
    path: 'servers add',
    arguments: name,
    options: [{ name: 'host', value: 'H', isRequired: true }, ...address, ...login],
    output: Output.server,
    run: async asked =>
      asked.work('servers.add', {
        name: asked.words.first,
        host: asked.words.option('host') ?? '',
        ...(await loginOf(asked)),
      }),
    show: serverText,
  }),
  defineCommand({
    path: 'servers update',
    arguments: name,
    options: [
      { name: 'rename', value: 'NAME' },
      { name: 'host', value: 'H' },
      ...address,
      ...login,
    ],
    output: Output.update,
    async run(asked) {
      const [rename, host] = [asked.words.option('rename'), asked.words.option('host')]
      return asked.work('servers.update', {
        server: asked.words.first,
        ...(rename !== undefined && { name: rename }),
        ...(host !== undefined && { host }),
        ...(await loginOf(asked)),
      })
    },
    show: updateText,
  }),
  defineCommand({
    path: 'servers list',
    output: Output.list,
    run: ({ ask }) => ask('servers.list', undefined),
    show: servers =>
      table(
        servers,
        [
          { title: titles.name, of: row => row.name },
          { title: titles.address, of: row => `${row.user}@${row.host}:${row.port}` },
          { title: titles.lastConnected, of: row => dateWords(row.lastConnectedAt) },
        ],
        en.cli.nothing.servers,
      ),
  }),
  defineCommand({
    path: 'servers look',
    arguments: [{ name: 'HOST', isRequired: true }],
    options: [...address, acceptHostKey],
    output: contract['servers.look'].output,
    run({ ask, words }) {
      const [port, user] = [words.number('port'), words.option('user')]
      const accepted = words.option('accept-host-key')
      return ask('servers.look', {
        host: words.first,
        ...(port !== undefined && { port }),
        ...(user !== undefined && { user }),
        ...(accepted !== undefined && { acceptHostKey: accepted }),
      })
    },
    show: look =>
      facts([
        [titles.onTheWay, look.wayTo && fill(en.cli.wayTo, { host: look.wayTo })],
        [titles.address, `${look.user}@${look.host}:${look.port}`],
        [titles.hostKey, `${look.hostKey.type} ${look.hostKey.sha256}`],
        [titles.trust, en.cli.trust[look.trust]],
        [titles.recorded, look.recorded && `${look.recorded.sha256} (${look.recorded.file})`],
        ...look.addresses.map(
          tried => [titles.tried, `${tried.address} ${en.cli.outcome[tried.outcome]}`] as const,
        ),
        [titles.banner, look.banner],
      ]),
  }),
  defineCommand({
    path: 'servers ways',
    output: contract['servers.waysIn'].output,
    run: ({ ask }) => ask('servers.waysIn', undefined),
    show: ways =>
      table(
        [
          ...ways.configuration.hosts.map(host => ({
            way: en.cli.ways.configuration,
            what: `${host.alias} (${host.user}@${host.host}:${host.port})`,
          })),
          ...ways.agent.keys.map(key => ({
            way: en.cli.ways.agent,
            what: `${key.type} ${key.sha256} ${key.comment}`,
          })),
          ...ways.defaultKeys
            .filter(({ found }) => found)
            .map(key => ({
              way: key.isEncrypted ? en.cli.ways.lockedKey : en.cli.ways.key,
              what: key.file,
            })),
        ],
        [
          { title: titles.way, of: row => row.way },
          { title: titles.what, of: row => row.what },
        ],
        en.cli.nothing.ways,
      ),
  }),
  defineCommand({
    path: 'servers doctor',
    arguments: maybeName,
    output: contract['servers.doctor'].output,
    run: async asked => asked.work('servers.doctor', { server: await named(asked) }),
    show: ({ steps }) => stepLines('doctor', steps),
  }),
  defineCommand({
    path: 'servers commands',
    arguments: maybeName,
    output: contract['servers.commands'].output,
    run: async asked => asked.ask('servers.commands', { server: await named(asked) }),
    show: commands =>
      commands
        .map(command => {
          const kind = command.changes ? en.cli.remote.changes : en.cli.remote.reads
          const root = command.asRoot === 'if-needed' ? en.cli.remote.root : ''
          const head = `${command.id}  (${kind}${root}; ${en.cli.remote.runs} ${command.runs})`
          return `${head}\n${command.script.trimEnd().replace(/^/gm, '    ')}`
        })
        .join('\n\n'),
  }),
  defineCommand({
    path: 'servers remove',
    arguments: name,
    options: [{ name: 'clean' }, { name: 'yes' }],
    output: RemoveOutput,
    async run({ ask, work, words }) {
      const server = words.first
      if (!words.flag('clean')) {
        await ask('servers.remove', { server })
        return { isRemoved: true }
      }
      const plan = await ask('servers.planClean', { server })
      if (!words.flag('yes')) return { isRemoved: false, plan }
      return { isRemoved: true, plan: await work('servers.clean', { server, digest: plan.digest }) }
    },
    show({ isRemoved, plan }) {
      if (!plan) return en.cli.done.removed
      return `${cleanText(plan)}\n${isRemoved ? en.cli.done.cleaned : en.cli.clean.again}`
    },
  }),
  defineCommand({
    path: 'servers key show',
    arguments: maybeName,
    output: contract['servers.planKey'].output,
    run: async asked => asked.ask('servers.planKey', { server: await named(asked) }),
    show: plan =>
      facts([
        [titles.path, plan.file],
        [titles.state, plan.isThere ? en.cli.key.there : en.cli.key.notThere],
        [titles.fingerprint, plan.sha256],
        [titles.line, plan.line],
      ]),
  }),
  defineCommand({
    path: 'servers key install',
    arguments: maybeName,
    output: contract['servers.installKey'].output,
    run: async asked => asked.work('servers.installKey', { server: await named(asked) }),
    show: () => en.cli.key.installed,
  }),
  defineCommand({
    path: 'servers key remove',
    arguments: maybeName,
    output: contract['servers.removeKey'].output,
    run: async asked => asked.work('servers.removeKey', { server: await named(asked) }),
    show: () => en.cli.key.removed,
  }),
  defineCommand({
    path: 'servers export',
    arguments: [{ name: 'NAME', isRequired: false, isMany: true }],
    output: ServersExport,
    run: ({ ask, words }) =>
      ask('servers.export', words.all.length > 0 ? { servers: [...words.all] } : {}),
    show: document => JSON.stringify(document, null, 2),
  }),
  defineCommand({
    path: 'servers import',
    arguments: [{ name: 'FILE', isRequired: true }],
    output: contract['servers.import'].output,
    run: async ({ ask, io, words }) => ask('servers.import', await readExport(io, words.first)),
    show: imported =>
      imported
        .map(({ name: as, outcome, notes }) =>
          [
            fill(en.cli.imported[outcome], { name: as }),
            ...notes.map(note => `  ${en.cli.importNotes[note]}`),
          ].join('\n'),
        )
        .join('\n'),
  }),
] as const
