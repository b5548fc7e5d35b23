/** Servers for another computer: written down without secrets, and taken over there. */
import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import {
  type HostKey,
  type Imported,
  ServerId,
  type ServersExport,
} from '../../shared/model/server.ts'
import { parseEndpoint } from '../net/ssh/endpoint.ts'
import { knownHostName } from '../net/ssh/known-hosts.ts'
import { type ConnectionDeps, readRecords } from '../net/ssh/open-connection.ts'
import { configFileOf, resolveSshHost } from '../net/ssh/ssh-config.ts'
import { listAliases } from '../net/ssh/ssh-config-fallback.ts'
import type { LoginDeps } from './login.ts'
import type { ServerRecord } from './server-record.ts'

type Entry = ServersExport['servers'][number]

/** By our own reader: nothing of the configuration is run for writing down an address. */
const resolve = (deps: ConnectionDeps, record: ServerRecord, signal: AbortSignal) =>
  resolveSshHost(
    { host: record.host, port: record.givenPort, user: record.givenUser },
    { ...deps, client: '' },
    signal,
  )

/** `~/…` for what lies under the home folder. */
function underHome(file: string, home: string): string {
  const path = relative(home, file)
  return path === '' || path.startsWith('..') || isAbsolute(path)
    ? file
    : `~/${path.replaceAll('\\', '/')}`
}

/** Addresses and fingerprints of the servers named, or of all. @throws AppError `server-not-found` */
export async function exportServers(
  deps: LoginDeps,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ServersExport> {
  const { registry, connection, clock } = deps
  const records = names?.map(name => registry.get(name)) ?? registry.all()
  const servers = await Promise.all(
    records.map(async (record): Promise<Entry> => {
      const { hostname } = await resolve(connection, record, signal)
      return {
        name: record.name,
        host: record.host,
        ...(record.givenPort !== undefined && { port: record.givenPort }),
        ...(record.givenUser !== undefined && { user: record.givenUser }),
        resolved: { host: hostname, port: record.port, user: record.user },
        ...(record.identityFile !== undefined && {
          identityFile: underHome(record.identityFile, connection.homeDir),
        }),
        ...(record.keyName !== undefined && { keyName: record.keyName }),
        hostKeys: record.ownKeys,
      }
    }),
  )
  const exportedAt = new Date(clock.now()).toISOString()
  return { format: 'postern-servers', version: 1, exportedAt, servers }
}

/** A name that is free: `home`, else `home (2)` and so on. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number += 1) {
    const name = `${wanted.slice(0, 56)} (${number})`
    if (!taken.has(name)) return name
  }
}

/** Where the entry leads on this computer: its own words where they mean something here, else the address that they meant there. */
async function addressHere(
  entry: Entry,
  deps: ConnectionDeps,
): Promise<Pick<ServerRecord, 'host' | 'givenPort' | 'givenUser'> & { isAlias: boolean }> {
  const isPlain = entry.host === entry.resolved.host
  const isKnown =
    isPlain || (await listAliases(configFileOf(deps), deps.homeDir)).includes(entry.host)
  if (isKnown)
    return { host: entry.host, givenPort: entry.port, givenUser: entry.user, isAlias: false }
  const { host, port, user } = entry.resolved
  return {
    host,
    givenPort: port,
    ...(user !== '' && { givenUser: user }),
    isAlias: true,
  }
}

/** The fingerprints of the entry, but for one that this computer's own known_hosts contradicts. */
async function keysHere(
  entry: Entry,
  record: ServerRecord,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<{ readonly keys: Record<string, HostKey>; readonly differs: boolean }> {
  const host = await resolve(deps, record, signal)
  const { name, known } = await readRecords(host, {})
  const own = entry.keyName === undefined ? undefined : entry.hostKeys[entry.keyName]
  const resolvedName = knownHostName(entry.resolved.host, entry.resolved.port)
  const keys = { ...entry.hostKeys, ...(own && { [name]: own, [resolvedName]: own }) }
  const here = known.filter(({ isRevoked }) => !isRevoked)
  const differs =
    own !== undefined && here.length > 0 && !here.some(({ key }) => key.sha256 === own.sha256)
  if (!differs) return { keys, differs }
  const { [name]: _, ...rest } = keys
  return { keys: rest, differs }
}

async function identityHere(entry: Entry, home: string): Promise<string | undefined> {
  if (entry.identityFile === undefined) return undefined
  const file = entry.identityFile.replace(/^~(?=[/\\])/, home)
  return access(file.startsWith('~') ? join(home, file) : file).then(
    () => file,
    () => undefined,
  )
}

/** Takes over what is not here yet; nobody is called and nothing is asked. */
export async function importServers(
  deps: LoginDeps,
  { servers }: ServersExport,
  signal: AbortSignal,
): Promise<Imported[]> {
  const { registry, connection, clock } = deps
  const done: Imported[] = []
  for (const entry of servers) {
    parseEndpoint(entry.host)
    parseEndpoint(entry.resolved.host)
    const { isAlias, ...address } = await addressHere(entry, connection)
    const all = registry.all()
    const same = all.find(
      one =>
        one.host === address.host &&
        one.port === (address.givenPort ?? entry.resolved.port) &&
        one.user === (address.givenUser ?? entry.resolved.user),
    )
    if (same) {
      done.push({ name: same.name, outcome: 'already-here', notes: [] })
      continue
    }
    const name = freeName(entry.name, new Set(all.map(one => one.name)))
    const identityFile = await identityHere(entry, connection.homeDir)
    const draft: ServerRecord = {
      id: ServerId.parse(randomUUID()),
      name,
      ...address,
      port: address.givenPort ?? entry.resolved.port,
      user: address.givenUser ?? entry.resolved.user,
      ...(identityFile !== undefined && { identityFile }),
      ownKeys: {},
      addedAt: new Date(clock.now()).toISOString(),
    }
    const { keys, differs } = await keysHere(entry, draft, connection, signal)
    registry.save({ ...draft, ownKeys: keys })
    const isFileMissing = entry.identityFile !== undefined && identityFile === undefined
    done.push({
      name,
      outcome: 'added',
      notes: [
        ...(name === entry.name ? [] : (['renamed'] as const)),
        ...(isAlias ? (['address-in-place-of-alias'] as const) : []),
        ...(isFileMissing ? (['key-file-missing'] as const) : []),
        ...(differs ? (['key-differs'] as const) : []),
      ],
    })
  }
  deps.changed()
  return done
}
