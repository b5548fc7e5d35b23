/** The feature `servers`: what is known here about servers, and the way to each. */
import { randomUUID } from 'node:crypto'
import type { AppHandlers } from '../../shared/contract/index.ts'
import { type HostKey, type Server, ServerId } from '../../shared/model/server.ts'
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'
import { parseEndpoint } from '../net/ssh/endpoint.ts'
import {
  type ConnectionDeps,
  type ConnectionTrace,
  openConnection,
} from '../net/ssh/open-connection.ts'
import type { ServerConnections } from '../net/ssh/session.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'
import { installKey, planKey, removeKey } from './app-key.ts'
import { clean, type CleanDeps, planClean } from './clean.ts'
import { createServerConnections } from './connections.ts'
import { examine, hops } from './doctor.ts'
import { fingerprints, type LoginDeps, remember, tryOut } from './login.ts'
import { lookAt } from './look.ts'
import { exportServers, importServers } from './move.ts'
import { createRegistry } from './registry.ts'
import type { ServerRecord } from './server-record.ts'
import { targetOf } from './target-of.ts'
import { updateServer } from './update-server.ts'
import { findWaysIn } from './ways-in.ts'

export interface ServersDeps {
  readonly db: Database
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly connection: ConnectionDeps
  /** Templates of all features. */
  readonly commands: readonly RemoteCommandTemplate[]
  readonly changed: (servers: Server[]) => void
  /** Folders of projects that were seen on a server, by its id. */
  readonly projectDirs: (server: string) => readonly string[]
}

type ServersHandlers = Pick<AppHandlers, Extract<keyof AppHandlers, `servers.${string}`>>

export interface Servers {
  readonly handlers: ServersHandlers
  readonly connections: ServerConnections
  /** All that are known. */
  list(): Server[]
  /** The id behind an id or a name. @throws AppError `server-not-found` */
  idOf(server: string): string
  /** One key for all names of the same server. */
  lockName(server: string): string
  /** Ends on the servers what was given up there, then closes all lines. */
  close(): Promise<void>
}

export function createServers(deps: ServersDeps): Servers {
  const registry = createRegistry(deps)
  const changed = (): void => deps.changed(registry.list())
  const connections = createServerConnections({ ...deps, registry, changed })

  const login: LoginDeps = { ...deps, registry, connections, changed }
  const cleaning: CleanDeps = { ...login, projectDirs: deps.projectDirs }

  const ownKeys = (): Record<string, HostKey> =>
    Object.assign({}, ...registry.all().map(record => record.ownKeys)) as Record<string, HostKey> // Object.assign forgets the type

  const handlers: ServersHandlers = {
    'servers.waysIn': (_, { signal }) => findWaysIn(deps.connection, signal),
    'servers.look'(input, { signal }) {
      const at = parseEndpoint(input.host)
      const address = { host: at.host, port: input.port ?? at.port, user: input.user ?? at.user }
      const accepted = fingerprints(input.acceptHostKey)
      return lookAt({ ...address, accepted, ownKeys: ownKeys() }, deps.connection, signal)
    },
    'servers.list': async () => registry.list(),
    async 'servers.add'(input, context) {
      context.steps([{ id: 'connect', weight: 1 }])
      context.progress('connect')
      registry.checkName(input.name)
      const at = parseEndpoint(input.host)
      const givenPort = input.port ?? at.port
      const givenUser = input.user ?? at.user
      const draft: ServerRecord = {
        id: ServerId.parse(randomUUID()),
        name: input.name,
        host: at.host,
        ...(givenPort !== undefined && { givenPort }),
        ...(givenUser !== undefined && { givenUser }),
        port: givenPort ?? 22,
        user: givenUser ?? '',
        ...(input.identityFile !== undefined && { identityFile: input.identityFile }),
        ownKeys: {},
        addedAt: new Date(deps.clock.now()).toISOString(),
      }
      try {
        const record = await tryOut(login, draft, input, false, context)
        registry.checkName(input.name)
        return await remember(login, record, input)
      } catch (error) {
        registry.remove(draft.id)
        throw error
      }
    },
    'servers.update': (input, context) => updateServer(login, input, context),
    async 'servers.remove'({ server }) {
      const { id } = registry.get(server)
      connections.close(id)
      registry.remove(id)
      changed()
    },
    async 'servers.doctor'({ server }, context) {
      const record = registry.get(server)
      const { signal } = context
      context.steps(hops.map(id => ({ id, weight: 1 })))
      const trace: ConnectionTrace = { keys: {} }
      const { host, link } = connections.hostOver(record, async inner =>
        openConnection(await targetOf(record, registry), deps.connection, trace, inner),
      )
      try {
        const steps = await examine(
          {
            host,
            trace,
            connect: inner => link.ready(inner),
            hasSudoPassword: registry.show(record).hasSudoPassword,
            onHop: hop => context.progress(hop),
          },
          signal,
        )
        return { server: record.id, steps }
      } finally {
        link.close()
      }
    },
    async 'servers.commands'({ server }) {
      const runs = registry.runs(registry.get(server).id)
      return deps.commands.map(command => ({ ...command, runs: 0, ...runs.get(command.id) }))
    },
    'servers.planKey': ({ server }, { signal }) => planKey(login, server, signal),
    'servers.installKey': ({ server }, context) => installKey(login, server, context),
    'servers.removeKey': ({ server }, context) => removeKey(login, server, context),
    'servers.planClean': ({ server }, { signal }) => planClean(cleaning, server, signal),
    'servers.clean': (input, context) => clean(cleaning, input, context),
    'servers.export': ({ servers }, { signal }) => exportServers(login, servers, signal),
    'servers.import': (document, { signal }) => importServers(login, document, signal),
  }

  return {
    handlers,
    connections,
    list: () => registry.list(),
    idOf: server => registry.get(server).id,
    lockName(server) {
      try {
        return registry.get(server).id
      } catch {
        return server // the call itself says that there is none
      }
    },
    async close() {
      await connections.settle()
      connections.close()
    },
  }
}
