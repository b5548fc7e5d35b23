/** What relay a set of settings names. */
import { TlsLevel } from '../../shared/model/relay.ts'
import { Secret } from '../../shared/secret.ts'
import { parseRelayHost } from './relay-host.ts'
import { implicitTlsPorts, type RelayTarget } from './relay-target.ts'

/** The keys of `mailu.env` that make up the relay (`mailu.md` 1.5). */
export const relayKeys = ['RELAYHOST', 'RELAYUSER', 'RELAYPASSWORD', 'OUTBOUND_TLS_LEVEL'] as const

export interface RelayValues {
  readonly relay: string
  readonly user: string
  readonly password: string
  readonly tlsLevel: TlsLevel
}

/** The four values; an absent key is as an empty one, the TLS level then `dane` as in Mailu's template. */
export function relayValues(get: (key: string) => string | undefined): RelayValues {
  const level = TlsLevel.safeParse((get('OUTBOUND_TLS_LEVEL') ?? '').trim())
  return {
    relay: (get('RELAYHOST') ?? '').trim(),
    user: get('RELAYUSER') ?? '',
    password: get('RELAYPASSWORD') ?? '',
    tlsLevel: level.success ? level.data : 'dane',
  }
}

export const isSameRelay = (one: RelayValues, other: RelayValues): boolean =>
  one.relay === other.relay &&
  one.user === other.user &&
  one.password === other.password &&
  one.tlsLevel === other.tlsLevel

/**
 * What Postfix would do with them; undefined without a relay, or with one that it does not take.
 * @param isWrapped how its Postfix is set (`smtp_tls_wrappermode`). @default as the port usually wants it
 */
export function targetOf(
  { relay, user, password, tlsLevel }: RelayValues,
  isWrapped?: boolean,
): RelayTarget | undefined {
  const address = parseRelayHost(relay)
  if (!address) return undefined
  const login = user === '' ? undefined : { user, password: new Secret(password) }
  const isImplicitTls = isWrapped ?? implicitTlsPorts.includes(address.port)
  return { ...address, tlsLevel, isImplicitTls, ...(login && { login }) }
}
