/** Asks the lab's home server everything that the demo server answers, and writes it down without what is only the lab's. */
import { connect as connectTls } from 'node:tls'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Inspected, Recorded, Talk } from '../../src/core/demo/recorded.ts'
import { hear } from '../../src/core/demo/talk/lines.ts'
import type { RemoteCommandTemplate } from '../../src/core/net/remote-commands.ts'
import { connectFromContainerCommand } from '../../src/core/net/connect/remote-commands.ts'
import { relayCommands } from '../../src/core/relay/remote-commands.ts'
import { serversCommands } from '../../src/core/servers/remote-commands.ts'
import { stackCommands } from '../../src/core/stack/remote-commands.ts'
import { watchCommands } from '../../src/core/watch/checks/remote-commands.ts'
import { onHome } from './home.ts'
import type { Lab } from './lab.ts'
import { REGISTRY_HOST } from './make/paths.ts'
import { containerOf } from './make/project.ts'

const all = [...serversCommands, ...stackCommands, ...relayCommands, ...watchCommands]
const recordedDir = '/mailu'
const linesKept = 40

/** One command as Postern runs it, but as the lab's own root. */
export async function answerOf(id: string, args: readonly string[] = []): Promise<string> {
  const command = all.find(one => one.id === id) as RemoteCommandTemplate // named below, all of them
  const { stdout } = await onHome(['/bin/sh', '-c', command.script, 'sh', ...args])
  return stdout
}

/** Addresses, folders, images and networks that belong to the lab alone. */
const plain = (lab: Lab, text: string): string =>
  text
    .replaceAll(lab.projects[0]!.dir, recordedDir)
    .replaceAll('/srv/postern-lab/', '/srv/')
    .replaceAll(lab.endpoints.host, '192.168.1.20')
    .replaceAll(REGISTRY_HOST, 'ghcr.io')
    .replaceAll(/postern-lab\/base-stack:\w+/g, 'debian:12')
    .replaceAll(/\n *# the lab's way[^]*?name: postern-lab-provider/g, '')
    .replaceAll(/\n {4}networks:\n {6}- default\n {6}- provider/g, '')
    .replaceAll('uid 0\n', 'uid 1000\n')

const wanted = ['Id', 'Name', 'Image', 'RestartCount'] as const

/** What is read of a container, and no more: a whole document would tell much of the machine. */
function inspected(document: Record<string, never>): Inspected {
  const { State, Config, Mounts, NetworkSettings } = document as unknown as Record<
    string,
    Record<string, unknown>
  >
  const state = State as { Status: string; Health?: { Status: string } }
  return {
    ...(Object.fromEntries(wanted.map(key => [key, document[key]])) as Inspected),
    State: {
      Status: state.Status,
      ExitCode: 0,
      OOMKilled: false,
      ...(state.Health && { Health: { Status: state.Health.Status } }),
    },
    Config: {
      Image: Config!['Image'] as string,
      Env: Config!['Env'] as string[],
      Labels: Object.fromEntries(
        Object.entries(Config!['Labels'] as Record<string, string>).filter(
          ([name]) => !name.startsWith('postern.lab'),
        ),
      ),
    },
    Mounts: (Mounts as unknown as { Source: string; Destination: string }[]).map(one => ({
      Source: one.Source,
      Destination: one.Destination,
    })),
    NetworkSettings: { Ports: NetworkSettings!['Ports'] },
  }
}

/** SMTP: greeting and what EHLO answers. IMAP: greeting and capabilities. */
async function talkWith(stream: Duplex, kind: 'smtp' | 'imap'): Promise<Talk> {
  const lines = hear(stream)
  const greeting = (await lines.next()) ?? ''
  const capabilities: string[] = []
  lines.say(kind === 'smtp' ? 'EHLO postern.invalid' : 'p1 CAPABILITY')
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    if (kind === 'smtp') capabilities.push(line.slice(4))
    else if (line.startsWith('* CAPABILITY ')) capabilities.push(...line.split(' ').slice(2))
    if (line.startsWith('250 ') || line.startsWith('p1 ')) break
  }
  stream.destroy()
  return { greeting, capabilities: kind === 'smtp' ? capabilities.slice(1) : capabilities }
}

const secure = async (host: string, port: number): Promise<Duplex> => {
  const socket = connectTls({ host, port, rejectUnauthorized: false })
  await new Promise(resolve => socket.once('secureConnect', resolve))
  return socket
}

/** A port behind front, asked from inside front's container: what is said comes in one piece. */
async function behind(service: string, port: number, kind: 'smtp' | 'imap'): Promise<Talk> {
  const words =
    kind === 'smtp' ? 'EHLO postern.invalid\r\nQUIT\r\n' : 'p1 CAPABILITY\r\np2 LOGOUT\r\n'
  const front = await containerOf('front')
  const { stdout } = await onHome(
    [
      '/bin/sh',
      '-c',
      `{ cat; sleep 2; } | { ${connectFromContainerCommand.script}\n}`,
      'sh',
      front,
      'python3',
      service,
      String(port),
      '4',
      '5',
    ],
    { input: words },
  )
  // A Dovecot that has just started asks for a moment's patience before it greets.
  const beside = /^(resolved|connected|tried) |^\* OK Waiting for authentication/
  const lines = stdout.split(/\r?\n/).filter(line => !beside.test(line))
  const [greeting = '', ...rest] = lines
  return {
    greeting,
    capabilities:
      kind === 'smtp'
        ? rest
            .filter(line => /^250[- ]/.test(line))
            .slice(1)
            .map(line => line.slice(4))
        : rest
            .filter(line => line.startsWith('* CAPABILITY '))
            .flatMap(line => line.split(' ').slice(2)),
  }
}

async function talksOf({ endpoints: { host } }: Lab): Promise<Recorded['talks']> {
  return {
    'front:25': await talkWith(connect(25, host), 'smtp'),
    'front:465': await talkWith(await secure(host, 465), 'smtp'),
    'front:993': await talkWith(await secure(host, 993), 'imap'),
    'smtp:10025': await behind('smtp', 10025, 'smtp'),
    'imap:143': await behind('imap', 143, 'imap'),
  }
}

const lookRow = (line: string): string[] => JSON.parse(line) as string[]
const isMailu = (lab: Lab, line: string): boolean => lookRow(line)[4] === lab.projects[0]!.name

/** The lab must be held, and as it was made. */
export async function recordServer(lab: Lab): Promise<Recorded> {
  const { dir } = lab.projects[0]!
  const look = (await answerOf('stack.look')).split('\n')
  const rows = look.filter(line => line.startsWith('["container",'))
  const ids = rows.filter(line => isMailu(lab, line)).map(line => lookRow(line)[1]!)
  const [smtp, imap, admin] = await Promise.all(
    ['smtp', 'imap', 'admin'].map(one => containerOf(one)),
  )
  const seen = (await answerOf('stack.inspect', ids)).split('\n')
  const documents = seen
    .filter(line => line.startsWith('{'))
    .map(line => inspected(JSON.parse(plain(lab, line)) as Record<string, never>))
  const serviceBy = new Map(
    documents.map(one => [one.Id, one.Config.Labels['com.docker.compose.service']!]),
  )
  const memory = seen.flatMap(line => {
    const [, id, used, cache] = /^memory (\S+) (\d+) (\d*)$/.exec(line) ?? []
    return id === undefined ? [] : [[serviceBy.get(id)!, [Number(used), Number(cache)]] as const]
  })
  const pairs = ids.flatMap(id => [serviceBy.get(id)!, id])
  const logs = (await answerOf('stack.logs', ['', String(linesKept), ...pairs]))
    .split('\n')
    .map(line => /^(\w+)\|\S+ (.*)$/.exec(line))
    .filter(found => found !== null)
  const answers = {
    'stack.look': look.slice(0, 2).join('\n'),
    'stack.tools': await answerOf('stack.tools'),
    'servers.docker': await answerOf('servers.docker'),
    'servers.compose': await answerOf('servers.compose'),
    'watch.facts': await answerOf('watch.facts', [`${dir}/mail`]),
    'watch.mailbox': await answerOf('watch.mailbox', [imap!]),
    'watch.version': await answerOf('watch.version', [admin!]),
    'relay.look': (await answerOf('relay.look', [smtp!])).split('\nauthorities\n')[0]!,
  }
  return {
    dir: recordedDir,
    files: {
      compose: plain(lab, await homeFile(`${dir}/docker-compose.yml`)),
      env: plain(lab, await homeFile(`${dir}/mailu.env`)),
    },
    answers: Object.fromEntries(
      Object.entries(answers).map(([id, text]) => [id, plain(lab, text)]),
    ),
    inspect: documents,
    others: rows
      .filter(line => !isMailu(lab, line) && lookRow(line)[5] !== '')
      .map(line => plain(lab, line)),
    memory: Object.fromEntries(memory) as Recorded['memory'],
    logs: Object.fromEntries(
      [...serviceBy.values()].map(service => [
        service,
        logs.filter(found => found[1] === service).map(found => plain(lab, found[2]!)),
      ]),
    ),
    talks: await talksOf(lab),
  }
}

const homeFile = async (path: string): Promise<string> => (await onHome(['cat', path])).stdout
