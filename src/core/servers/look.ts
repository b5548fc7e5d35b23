import { AppError } from '../../shared/errors.ts'
import type { HostLook } from '../../shared/model/server.ts'
import {
  type ConnectionDeps,
  type ConnectionTarget,
  type ConnectionTrace,
  lookAtHost,
} from '../net/ssh/open-connection.ts'

/**
 * What a host shows before anybody logs in: addresses, greeting, host key, and whether that key is known.
 * @throws AppError of the configuration or the line; `host-key-revoked`
 */
export async function lookAt(
  address: Pick<ConnectionTarget, 'host' | 'port' | 'user' | 'ownKeys'>,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<HostLook> {
  const began = performance.now()
  const trace: ConnectionTrace = { keys: {} }
  const credentials = { identityFile: undefined, passphrase: undefined, password: undefined }
  const target = { ...address, credentials, accepted: [], mayReplace: false }
  await lookAtHost(target, deps, trace, signal)
  const { hostKey, trust, resolved, addresses, banner } = trace
  if (!hostKey || !trust || !resolved) throw new AppError('connection-lost', { host: address.host })
  if (trust.trust === 'revoked')
    throw new AppError('host-key-revoked', {
      host: address.host,
      sha256: hostKey.sha256,
      file: trust.file,
    })
  return {
    host: resolved.hostname,
    port: resolved.port,
    user: resolved.user,
    addresses: [...(addresses ?? [])],
    banner: banner ?? '',
    hostKey,
    trust: trust.trust,
    ...(trust.trust === 'changed' && {
      recorded: { ...trust.recorded, file: trust.file ?? 'Postern' },
    }),
    tookMs: Math.round(performance.now() - began),
  }
}
