/** One kept connection for each server, and the list of what may be run through it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'
import { createLink, type Link } from '../net/ssh/link.ts'
import {
  type ConnectionDeps,
  type ConnectionTrace,
  type OpenedConnection,
  openConnection,
} from '../net/ssh/open-connection.ts'
import type { Secret } from '../../shared/secret.ts'
import { createRemoteHost } from '../net/ssh/remote-host.ts'
import type { RemoteHost, ServerConnections } from '../net/ssh/session.ts'
import { stopCommand } from '../net/ssh/stop-command.ts'
import type { Clock } from '../platform.ts'
import type { Registry } from './registry.ts'
import type { ServerRecord } from './server-record.ts'
import { learnt, targetOf } from './target-of.ts'

/** A server that does not answer any more must not keep the app from quitting. */
const longestStopMs = 4000

export interface ConnectionsDeps {
  readonly registry: Registry
  readonly connection: ConnectionDeps
  readonly clock: Clock
  /** All templates of all features: nothing else is ever run. */
  readonly commands: readonly RemoteCommandTemplate[]
  /** A server's record has learnt something. */
  readonly changed: () => void
  readonly idleMs?: number
}

export interface Connections extends ServerConnections {
  /** Waits, but not for long, until what was given up on the servers has been ended there. */
  settle(): Promise<void>
  /** A host of its own over `open`, not kept and not shared: for a first login and for the doctor. */
  hostOver(
    record: ServerRecord,
    open: (signal: AbortSignal) => Promise<OpenedConnection>,
    /** @default the one that is kept */
    sudoPassword?: () => Promise<Secret | undefined>,
  ): { readonly host: RemoteHost; readonly link: Link }
}

export function createServerConnections(deps: ConnectionsDeps): Connections {
  const { registry } = deps
  const listed = new Set(deps.commands)
  const kept = new Map<string, { readonly host: RemoteHost; readonly link: Link }>()

  const stopping = new Set<Promise<void>>()

  const hostOver: Connections['hostOver'] = (record, open, sudoPassword) => {
    const link = createLink({
      host: record.host,
      user: () => record.user,
      open,
      ...(deps.idleMs !== undefined && { idleMs: deps.idleMs }),
    })
    const host = createRemoteHost({
      serverId: record.id,
      host: record.host,
      user: record.user,
      open: link.exec,
      sudoPassword: sudoPassword ?? (() => registry.secret(record.id, 'sudo')),
      onRun(command) {
        if (!listed.has(command))
          throw new TypeError(`${command.id} is not on the list of remote commands`)
        registry.noteRun(record.id, command.id)
      },
      onStop: () => registry.noteRun(record.id, stopCommand.id),
      stopping(stopped) {
        stopping.add(stopped)
        void stopped.finally(() => stopping.delete(stopped))
      },
    })
    return { host, link }
  }

  const openKept =
    (id: string) =>
    async (signal: AbortSignal): Promise<OpenedConnection> => {
      const record = registry.get(id)
      const trace: ConnectionTrace = { keys: {} }
      const opened = await openConnection(
        await targetOf(record, registry),
        deps.connection,
        trace,
        signal,
      )
      registry.save(learnt(registry.get(id), trace, deps.clock.now()))
      deps.changed()
      return opened
    }

  return {
    hostOver,
    settle: () =>
      Promise.race([
        Promise.allSettled([...stopping]).then(() => undefined),
        sleep(longestStopMs, undefined, { ref: false }),
      ]),
    async connect(server, signal) {
      const record = registry.get(server)
      const now = kept.get(record.id) ?? hostOver(record, openKept(record.id))
      kept.set(record.id, now)
      await now.link.ready(signal)
      if (kept.get(record.id) !== now) throw new AppError('server-not-found', { server })
      return now.host
    },
    close(server) {
      const ids = server === undefined ? [...kept.keys()] : [registry.get(server).id]
      for (const id of ids) {
        kept.get(id)?.link.close()
        kept.delete(id)
      }
    },
  }
}
