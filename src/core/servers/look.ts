import { AppError, isAppError } from '../../shared/errors.ts'
import type { HostLook } from '../../shared/model/server.ts'
import {
  type ConnectionDeps,
  type ConnectionTarget,
  type ConnectionTrace,
  lookAtHost,
} from '../net/ssh/open-connection.ts'
import type { HandshakeTrace } from '../net/ssh/open-client.ts'
import type { SshHost } from '../net/ssh/ssh-config.ts'

/** Failures at a host on the way that the person can settle by comparing its fingerprint. */
const isAboutKey = (error: unknown): boolean =>
  isAppError(error, 'host-key-unknown') ||
  isAppError(error, 'host-key-changed') ||
  isAppError(error, 'host-key-mismatch')

const toLook = (
  alias: string,
  { hostname, port, user }: SshHost,
  { hostKey, trust, banner }: HandshakeTrace,
): Omit<HostLook, 'addresses' | 'tookMs'> => {
  if (!hostKey || !trust) throw new AppError('connection-lost', { host: alias })
  if (trust.trust === 'revoked') {
    const { sha256 } = hostKey
    throw new AppError('host-key-revoked', { host: alias, sha256, file: trust.file })
  }
  return {
    host: hostname,
    port,
    user,
    banner: banner ?? '',
    hostKey,
    trust: trust.trust,
    ...(trust.trust === 'changed' && {
      recorded: { ...trust.recorded, file: trust.file ?? 'Postern' },
    }),
  }
}

/**
 * What a host shows before anybody logs in: addresses, greeting, host key, and whether that key is known. Where the way
 * leads through a host whose own key is not known or has changed, that one is shown first (`wayTo`).
 * @throws AppError of the configuration or the line; `host-key-revoked`
 */
export async function lookAt(
  address: Pick<ConnectionTarget, 'host' | 'port' | 'user' | 'ownKeys' | 'accepted'>,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<HostLook> {
  const began = performance.now()
  const trace: ConnectionTrace = { keys: {} }
  const credentials = { identityFile: undefined, passphrase: undefined, password: undefined }
  const tookMs = (): number => Math.round(performance.now() - began)
  try {
    await lookAtHost({ ...address, credentials, mayReplace: false }, deps, trace, signal)
  } catch (error) {
    const { stoppedAt } = trace
    if (!stoppedAt || !isAboutKey(error)) throw error
    const { host } = stoppedAt
    const look = toLook(host.alias, host, stoppedAt.trace)
    return { ...look, addresses: [], wayTo: address.host, tookMs: tookMs() }
  }
  const { resolved, addresses } = trace
  if (!resolved) throw new AppError('connection-lost', { host: address.host })
  const look = toLook(address.host, resolved, trace)
  return { ...look, addresses: [...(addresses ?? [])], tookMs: tookMs() }
}
