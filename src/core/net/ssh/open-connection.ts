/** From a server as the person named it to a logged-in client: configuration, hops, line, host keys, login. */
import { readFile } from 'node:fs/promises'
import type { Duplex } from 'node:stream'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { AddressTried, HostKey } from '../../../shared/model/server.ts'
import { announceContact } from '../contacts.ts'
import { type AgentFinder, findAgentSockets } from './agent-sockets.ts'
import { untilCancelled } from './deadline.ts'
import { dial } from './dial.ts'
import { parseEndpoint } from './endpoint.ts'
import type { HostRecords } from './host-trust.ts'
import {
  findRecordedKeys,
  knownHostName,
  parseKnownHosts,
  type RecordedKey,
} from './known-hosts.ts'
import type { SshClient } from './library.ts'
import { type HandshakeTrace, openClient } from './open-client.ts'
import type { Unlock } from './private-key.ts'
import { openProxyCommand } from './proxy-command.ts'
import { resolveSshHost, type SshHost } from './ssh-config.ts'
import type { SshConfigDeps } from './ssh-settings.ts'
import { type Credentials, planLogin } from './ways-to-log-in.ts'

export interface ConnectionDeps extends SshConfigDeps, AgentFinder {
  readonly unlock: Unlock
  /** For the line and for greeting, key and login together, each. @default 20_000 */
  readonly timeoutMs?: number
  /** A line that is silent is asked so often whether it lives, and given up after the third time. @default 15_000 */
  readonly keepAliveMs?: number
  /** Hosts inside this process: neither the ssh configuration nor a socket leads to them. */
  readonly inMemory?: InMemory
}

export interface InMemory {
  has(host: string): boolean
  /** @throws AppError as a host that cannot be reached */
  connect(host: string): Promise<Duplex>
}

export interface ConnectionTarget {
  readonly host: string
  readonly port: number | undefined
  readonly user: string | undefined
  readonly credentials: Credentials
  /** Host keys that Postern keeps, by `host` or `[host]:port`: of the server and of hops on the way. */
  readonly ownKeys: Readonly<Record<string, HostKey>>
  readonly accepted: readonly string[]
  readonly mayReplace: boolean
}

/** What was learnt on the way, also when it failed half-way. */
export interface ConnectionTrace extends HandshakeTrace {
  resolved?: SshHost
  addresses?: readonly AddressTried[]
  address?: string
  /** Keys of all hosts that were met, hops too, by `host` or `[host]:port`. */
  readonly keys: Record<string, HostKey>
  /** The name under which the server's own key is kept. */
  keyName?: string
  /** Where the configuration leads through another host or a command. */
  via?: string
  /** The host on the way at which it ended, and what it showed. */
  stoppedAt?: { readonly host: SshHost; readonly trace: HandshakeTrace }
}

export interface OpenedConnection {
  readonly client: SshClient
  /** Hangs up, hops included. */
  close(): void
}

interface Line {
  readonly stream: Duplex
  close(): void
  /** A better reason than that the line fell silent, where there is one. */
  failure?(): Promise<AppError | undefined>
}

const defaultTimeoutMs = 20_000
const maxHops = 8

/** Under what a host's key is recorded: its alias for keys without a port, else name and port (ssh_config(5), HostKeyAlias). */
const recordedAs = ({
  hostKeyAlias,
  hostname,
  port,
}: SshHost): { subject: string; port: number } =>
  hostKeyAlias === undefined ? { subject: hostname, port } : { subject: hostKeyAlias, port: 22 }

/** The name under which a host's key is kept. */
export const keyNameOf = (host: SshHost): string => {
  const { subject, port } = recordedAs(host)
  return knownHostName(subject, port)
}

/** What is recorded of a host, here and in the person's own files. */
export async function readRecords(
  host: SshHost,
  ownKeys: ConnectionTarget['ownKeys'],
): Promise<HostRecords & { name: string }> {
  const { subject, port } = recordedAs(host)
  const known: RecordedKey[] = []
  const knownWithoutPort: RecordedKey[] = []
  for (const file of host.knownHostsFiles) {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch {
      continue // a file that is not there records nothing
    }
    const entries = parseKnownHosts(text)
    known.push(...findRecordedKeys(entries, subject, port, file))
    if (port !== 22) knownWithoutPort.push(...findRecordedKeys(entries, subject, 22, file))
  }
  const name = knownHostName(subject, port)
  return { own: ownKeys[name], known, knownWithoutPort, name }
}

/** The host is not called by a socket of this computer, yet called it is. */
const announceThrough = ({ hostname, port }: SshHost, via: string): void =>
  announceContact({ host: hostname, port, protocol: 'ssh', from: 'here', via })

/** Opens connections; `isLook` ends each at the host key of the last host, without a login there. */
function createOpener(
  target: ConnectionTarget,
  deps: ConnectionDeps,
  trace: ConnectionTrace,
  signal: AbortSignal,
) {
  const timeoutMs = deps.timeoutMs ?? defaultTimeoutMs
  // The passphrase may open a hop's key too, which often is the same one; no password goes to any host but the last.
  const hopCredentials = { ...noCredentials, passphrase: target.credentials.passphrase }

  const openLine = async (host: SshHost, depth: number): Promise<Line> => {
    if (deps.inMemory?.has(host.hostname)) {
      const stream = await deps.inMemory.connect(host.hostname)
      if (depth === 0) trace.via = 'memory'
      return { stream, close: () => void stream.destroy() }
    }
    if (host.proxyJump !== undefined) return openHop(host, host.proxyJump, depth)
    if (host.proxyCommand !== undefined) {
      if (depth === 0) trace.via = host.proxyCommand
      announceThrough(host, host.proxyCommand)
      return openProxyCommand(host.proxyCommand, host, deps.os, deps.env)
    }
    const { socket, address } = await dial(
      host.hostname,
      host.port,
      { signal, os: deps.os, timeoutMs, protocol: 'ssh' },
      addresses => depth === 0 && (trace.addresses = addresses),
    )
    if (depth === 0) trace.address = address
    return { stream: socket, close: () => void socket.destroy() }
  }

  const openHop = async (host: SshHost, jump: string, depth: number): Promise<Line> => {
    if (depth === 0) trace.via = jump
    const failed = (reason: string, cause?: unknown): AppError =>
      new AppError(
        'jump-failed',
        { host: host.alias, via: jump, reason },
        { retryable: true, cause },
      )
    if (depth >= maxHops) throw failed('the configuration leads round in a circle')
    const hops = jump.split(',').map(text => text.trim().replace(/^ssh:\/\/([^/]*)\/?$/, '$1'))
    const last = parseEndpoint(hops.pop() ?? '')
    const resolved = await resolveSshHost(last, deps, signal)
    const hop = hops.length > 0 ? { ...resolved, proxyJump: hops.join(',') } : resolved
    const met: ConnectionTrace = { keys: trace.keys }
    const { client, close } = await login(hop, depth + 1, hopCredentials, met).catch(
      (error: unknown) => {
        trace.stoppedAt ??= { host: hop, trace: met }
        throw error
      },
    )
    announceThrough(host, jump)
    const opened = new Promise<Line>((resolve, reject) => {
      client.forwardOut('127.0.0.1', 0, host.hostname, host.port, (error, channel) => {
        if (error)
          reject(failed(error.message.replace(/^\(SSH\) Channel open failure: /, ''), error))
        else resolve({ stream: channel, close })
      })
    })
    try {
      return await untilCancelled(opened, signal)
    } catch (error) {
      close()
      throw error
    }
  }

  const login = async (
    host: SshHost,
    depth: number,
    credentials: Credentials | undefined,
    at: ConnectionTrace,
  ): Promise<OpenedConnection> => {
    const records = await readRecords(host, target.ownKeys)
    at.keyName = records.name
    const line = await openLine(host, depth)
    try {
      const plan =
        credentials &&
        (await planLogin(
          credentials,
          {
            ...host,
            unlock: deps.unlock,
            sockets: await findAgentSockets(deps, host.identityAgent),
          },
          signal,
        ))
      const handshake = {
        host: host.alias,
        port: host.port,
        user: host.user,
        records,
        accepted: target.accepted,
        expected: target.accepted.filter(
          sha256 => !Object.values(trace.keys).some(key => key.sha256 === sha256),
        ),
        mayReplace: target.mayReplace,
        plan,
        timeoutMs,
        keepAliveMs: deps.keepAliveMs ?? 15_000,
      }
      const client = await openClient(line.stream, handshake, at, signal)
      if (at.hostKey) trace.keys[records.name] = at.hostKey
      if (!client) throw new LookDone()
      client.once('close', () => line.close())
      return {
        client,
        close() {
          client.end()
          line.close()
        },
      }
    } catch (error) {
      const isSilent = isAppError(error, 'host-silent') || isAppError(error, 'connection-lost')
      const better = isSilent ? await line.failure?.() : undefined
      line.close()
      throw better ?? error
    }
  }
  return login
}

/** A look ends the way that a failure does, before there is a client. */
class LookDone extends Error {}

const noCredentials: Credentials = {
  identityFile: undefined,
  passphrase: undefined,
  password: undefined,
}

/** A host of this process as the configuration would describe it: nothing of this computer belongs to it. */
const inMemoryHost = ({ host, port = 22, user = '' }: ConnectionTarget): SshHost => ({
  alias: host,
  hostname: host,
  port,
  user,
  identityFiles: [],
  identitiesOnly: true,
  identityAgent: 'none',
  proxyJump: undefined,
  proxyCommand: undefined,
  knownHostsFiles: [],
  hostKeyAlias: undefined,
  certificateFiles: [],
})

async function resolveTarget(
  target: ConnectionTarget,
  deps: ConnectionDeps,
  trace: ConnectionTrace,
  signal: AbortSignal,
): Promise<SshHost> {
  const resolved = deps.inMemory?.has(target.host)
    ? inMemoryHost(target)
    : await resolveSshHost(target, deps, signal)
  trace.resolved = resolved
  return resolved
}

/**
 * A logged-in client. `trace` is filled as things become known.
 * @throws AppError of the configuration, the line, the host key or the login
 */
export async function openConnection(
  target: ConnectionTarget,
  deps: ConnectionDeps,
  trace: ConnectionTrace,
  signal: AbortSignal,
): Promise<OpenedConnection> {
  const host = await resolveTarget(target, deps, trace, signal)
  return createOpener(target, deps, trace, signal)(host, 0, target.credentials, trace)
}

/**
 * Goes up to the host key and hangs up: nothing is sent that could be a login. (Hops on the way are logged into.)
 * @throws AppError of the configuration or the line
 */
export async function lookAtHost(
  target: ConnectionTarget,
  deps: ConnectionDeps,
  trace: ConnectionTrace,
  signal: AbortSignal,
): Promise<void> {
  const host = await resolveTarget(target, deps, trace, signal)
  try {
    await createOpener(target, deps, trace, signal)(host, 0, undefined, trace)
  } catch (error) {
    if (!(error instanceof LookDone)) throw error
  }
}
