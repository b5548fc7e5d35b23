import type { ConnectionTarget, ConnectionTrace } from '../net/ssh/open-connection.ts'
import type { Registry } from './registry.ts'
import type { ServerRecord } from './server-record.ts'

/** A record and its secrets as what a connection is opened to. @throws AppError `secret-not-readable-here` */
export async function targetOf(
  record: ServerRecord,
  registry: Registry,
): Promise<ConnectionTarget> {
  return {
    host: record.host,
    port: record.givenPort,
    user: record.givenUser,
    credentials: {
      identityFile: record.identityFile,
      passphrase: await registry.secret(record.id, 'passphrase'),
      password: await registry.secret(record.id, 'password'),
      appKey: record.usesAppKey === true ? await registry.appKey() : undefined,
    },
    ownKeys: record.ownKeys,
    accepted: [],
    mayReplace: false,
  }
}

/** The record with what a connection has taught: addresses resolved, keys met, when. */
export function learnt(record: ServerRecord, trace: ConnectionTrace, now: number): ServerRecord {
  const { resolved, hostKey, trust, keyName } = trace
  const source = trust?.trust === 'known' ? trust.source : 'accepted'
  return {
    ...record,
    ...(resolved && { port: resolved.port, user: resolved.user }),
    ...(hostKey && { hostKey: { ...hostKey, source } }),
    ...(keyName !== undefined && { keyName }),
    ownKeys: { ...record.ownKeys, ...trace.keys },
    lastConnectedAt: new Date(now).toISOString(),
  }
}
