/** Whether the way to the server is open: TCP to its SSH port, as the person's own ssh configuration names it. */
import { isIP } from 'node:net'
import { type AppError, isAppError } from '../../../shared/errors.ts'
import type { Outcome } from '../../../shared/model/watch.ts'
import { dial } from '../../net/ssh/dial.ts'
import { isPrivateAddress } from '../../net/ssh/private-address.ts'
import { type Check, usualFailAfter, usualRecoverAfter } from '../check.ts'
import type { Endpoint } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { guarded, ofError, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'

/** Names that only a home or office network knows. */
const isHomeName = (name: string): boolean =>
  isIP(name) === 0 &&
  (!name.includes('.') ||
    /\.(local|lan|home|internal|intranet|box|localdomain|home\.arpa)$/i.test(name))

/** What a failed connection attempt says; `isNear`: this computer is in the network of that address. */
export function judgeDial(
  error: AppError,
  { host, port }: Endpoint,
  isNear: (address: string) => boolean,
): Outcome {
  const params = { host, port }
  const raw = error.code
  switch (error.code) {
    case 'host-not-found':
      // A name server that is silent or busy says nothing (EAI_AGAIN); a home's own name is unknown elsewhere.
      return isHomeName(host) || !isGone(error.cause)
        ? unknown('path-name-unknown', params, { raw })
        : wrong('path-name-gone', params, { raw })
    case 'host-refused':
      return wrong('path-refused', params, { raw })
    case 'host-timed-out':
    case 'host-unreachable':
      // On the road an address of the home network leads nowhere, or to somebody else's.
      return isPrivateAddress(host) && !isNear(host)
        ? unknown('path-away', params, { raw })
        : wrong('path-silent', params, { raw })
    default:
      return ofError(error)
  }
}

const isGone = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND'

/** Through a jump host or a command only a whole connection can tell. */
async function throughOthers(
  place: Place,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    await place.deps.connect(place.where.server, signal)
    return right('path-open', { host: endpoint.host, port: endpoint.port })
  } catch (error) {
    if (!isAppError(error)) throw error
    return error.code === 'jump-failed' || error.code.startsWith('host-')
      ? judgeDial(error, endpoint, () => true)
      : ofError(error)
  }
}

export function pathCheck(place: Place): Check {
  const { deps, where } = place
  let last: Endpoint | undefined
  return {
    id: 'path',
    lamp: undefined,
    vantage: 'path',
    dependsOn: ['line'],
    intervalMs: 60_000,
    timeoutMs: 20_000,
    failAfter: usualFailAfter,
    recoverAfter: usualRecoverAfter,
    severity: 'down',
    contacts: () => [last ? `${last.host}:${last.port}` : contacts.ssh()],
    run: guarded(async signal => {
      const endpoint = await deps.endpoint(where.server, signal)
      last = endpoint
      if (endpoint.via !== undefined) return throughOthers(place, endpoint, signal)
      const { host, port } = endpoint
      try {
        const { socket } = await dial(host, port, { signal, os: deps.os, timeoutMs: 10_000 })
        socket.destroy()
        return right('path-open', { host, port })
      } catch (error) {
        if (!isAppError(error)) throw error
        return judgeDial(error, endpoint, deps.line.isNear)
      }
    }),
  }
}
