/** The feature `servers`: what is known here about servers, and the way to each. */
import { randomUUID } from 'node:crypto'
import type { JobContext } from '../../shared/contract/define.ts'
import type { AppHandlers } from '../../shared/contract/index.ts'
import { type HostKey, type Server, ServerId } from '../../shared/model/server.ts'
import type { Secret } from '../../shared/secret.ts'
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
import { createServerConnections } from './connections.ts'
import { examine, hops } from './doctor.ts'
import { lookAt } from './look.ts'
import { createRegistry, type SecretKind } from './registry.ts'
import { sudoCommand } from './remote-commands.ts'
import type { ServerRecord } from './server-record.ts'
import { learnt, targetOf } from './target-of.ts'
import { findWaysIn } from './ways-in.ts'

export interface ServersDeps {
  readonly db: Database
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly connection: ConnectionDeps
  /** Templates of all features. */
  readonly commands: readonly RemoteCommandTemplate[]
  readonly changed: (servers: Server[]) => void
}

type ServersHandlers = Pick<AppHandlers, Extract<keyof AppHandlers, `servers.${string}`>>

export interface Servers {
  readonly handlers: ServersHandlers
  readonly connections: ServerConnections
  /** All that are known. */
  list(): Server[]
  /** The id behind an id or a name. @throws AppError `server-not-found` */
  idOf(server: string): string
  list(): Server[]
  /** One key for all names of the same server. */
  lockName(server: string): string
  /** Ends on the servers what was given up there, then closes all lines. */
  close(): Promise<void>
}

interface Login {
  readonly identityFile?: string | undefined
  readonly password?: Secret | undefined
  readonly passphrase?: Secret | undefined
  readonly sudoPassword?: Secret | undefined
  readonly acceptHostKey?: string | undefined
}

const fingerprints = (text: string | undefined): string[] =>
  (text ?? '').split(/[\s,]+/).filter(word => word !== '')

export function createServers(deps: ServersDeps): Servers {
  const registry = createRegistry(deps)
  const changed = (): void => deps.changed(registry.list())
  const connections = createServerConnections({ ...deps, registry, changed })

  /** Logs in as the draft says, and answers the draft with what that taught. Remembers nothing. */
  async function tryOut(
    draft: ServerRecord,
    login: Login,
    mayReplace: boolean,
    { signal }: JobContext,
  ): Promise<ServerRecord> {
    const base = await targetOf(draft, registry)
    const trace: ConnectionTrace = { keys: {} }
    const target = {
      ...base,
      credentials: {
        identityFile: draft.identityFile,
        passphrase: login.passphrase ?? base.credentials.passphrase,
        password: login.password ?? base.credentials.password,
      },
      accepted: fingerprints(login.acceptHostKey),
      mayReplace,
    }
    const opened = await openConnection(target, deps.connection, trace, signal)
    const after = learnt(draft, trace, deps.clock.now())
    const { host, link } = connections.hostOver(
      after,
      async () => opened,
      async () => login.sudoPassword ?? registry.secret(draft.id, 'sudo'),
    )
    try {
      if (login.sudoPassword) await host.run(sudoCommand, [], { signal, asRoot: 'always' })
      return after
    } finally {
      link.close()
      opened.close()
    }
  }

  async function remember(record: ServerRecord, login: Login): Promise<Server> {
    const kinds: readonly (readonly [SecretKind, Secret | undefined])[] = [
      ['password', login.password],
      ['passphrase', login.passphrase],
      ['sudo', login.sudoPassword],
    ]
    for (const [kind, secret] of kinds)
      if (secret) await registry.putSecret(record.id, kind, secret)
    registry.save(record)
    changed()
    return registry.show(record)
  }

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
        const record = await tryOut(draft, input, false, context)
        registry.checkName(input.name)
        return await remember(record, input)
      } catch (error) {
        registry.remove(draft.id)
        throw error
      }
    },
    async 'servers.update'(input, context) {
      const before = registry.get(input.server)
      if (input.name !== undefined) registry.checkName(input.name, before.id)
      const at = input.host === undefined ? undefined : parseEndpoint(input.host)
      const givenPort = input.port ?? (at ? at.port : before.givenPort)
      const givenUser = input.user ?? at?.user ?? before.givenUser
      const draft: ServerRecord = {
        ...before,
        name: input.name ?? before.name,
        host: at?.host ?? before.host,
        givenPort,
        givenUser,
        identityFile: input.identityFile ?? before.identityFile,
      }
      const isOnlyName = Object.keys(input).every(key => key === 'server' || key === 'name')
      if (isOnlyName) return remember(draft, {})
      context.steps([{ id: 'connect', weight: 1 }])
      context.progress('connect')
      const record = await tryOut(draft, input, true, context)
      connections.close(before.id)
      return remember(record, input)
    },
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
