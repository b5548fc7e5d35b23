/** From what a person chose to what Mailu is told: one provider's conventions applied, slips refused with words. */
import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { RelayChoice } from '../../shared/contract/relay.ts'
import { AppError } from '../../shared/errors.ts'
import type { RelayProvider, TlsLevel } from '../../shared/model/relay.ts'
import { Secret } from '../../shared/secret.ts'
import { formatRelayHost, type RelayAddress } from './relay-host.ts'

export interface RelayTarget extends RelayAddress {
  readonly tlsLevel: TlsLevel
  /** TLS begins before the first word: Postfix then needs `smtp_tls_wrappermode` (`mailu.md` 1.5, Port 465). */
  readonly isImplicitTls: boolean
  /** Absent: the relay lets this server in without a login. */
  readonly login?: { readonly user: string; readonly password: Secret }
}

export interface RelaySettings {
  readonly RELAYHOST: string
  readonly RELAYUSER: string
  readonly RELAYPASSWORD: Secret | ''
  readonly OUTBOUND_TLS_LEVEL: TlsLevel
}

/** Ports on which TLS begins at once (`mailu.md` 1.5, Port 465, and 6). */
export const implicitTlsPorts: readonly number[] = [465, 2465, 8465, 443]

const controls = /\p{Cc}/u
const hostName =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function hostOf(provider: RelayProvider, choice: RelayChoice): string {
  const { hosts, name, fields } = provider
  if (hosts.length === 0) {
    const typed = choice.host?.trim() ?? ''
    if (typed === '') throw new AppError('relay-field-missing', { provider: name, field: 'host' })
    const host = isIPv4(typed) ? typed : domainToASCII(typed.replace(/\.$/, '')).toLowerCase()
    // Of an IPv6 address Postfix and Mailu's templates make different things.
    if (isIPv6(typed) || controls.test(typed) || !hostName.test(host))
      throw new AppError('relay-host-refused', { host: typed })
    return host
  }
  const asked = fields.some(field => field.id === 'region')
  if (!asked) return hosts[0]!.host
  if (choice.region === undefined)
    throw new AppError('relay-field-missing', { provider: name, field: 'region' })
  const found = hosts.find(one => one.region === choice.region)
  if (found) return found.host
  const known = hosts.map(one => one.region).join(', ')
  throw new AppError('relay-region-unknown', { provider: name, region: choice.region, known })
}

function portOf(provider: RelayProvider, choice: RelayChoice): number {
  const known = [...provider.ports, ...provider.tlsPorts]
  const port = choice.port ?? known[0]!
  if (provider.hosts.length === 0 || known.includes(port)) return port
  throw new AppError('relay-port-not-offered', {
    provider: provider.name,
    port,
    known: known.join(', '),
  })
}

function userOf(provider: RelayProvider, choice: RelayChoice): string | undefined {
  const field = provider.fields.find(one => one.id === 'user')
  const { fixed } = field ?? {}
  const user = choice.user === '' ? undefined : choice.user
  if (fixed !== undefined) {
    if (user !== undefined && user !== fixed)
      throw new AppError('relay-user-fixed', { provider: provider.name, user: fixed })
    return fixed
  }
  if (user === undefined) {
    if (field?.isRequired)
      throw new AppError('relay-field-missing', { provider: provider.name, field: 'user' })
    return undefined
  }
  // Postfix splits at the first colon and trims (`mailu.md` 1.5, Password characters).
  if (user.includes(':')) throw new AppError('relay-user-colon', {})
  if (user !== user.trim() || controls.test(user)) throw new AppError('relay-user-blanks', {})
  return user
}

function checkPassword(password: Secret): Secret {
  const text = password.reveal()
  if (text !== text.trim() || controls.test(text)) throw new AppError('relay-password-blanks', {})
  return password
}

/**
 * What the choice means at that provider.
 * @param kept the password that is configured now, for a choice that leaves it as it is
 * @throws AppError `relay-field-missing`, `relay-region-unknown`, `relay-host-refused`, `relay-port-not-offered`,
 * `relay-user-fixed`, `relay-user-colon`, `relay-user-blanks`, `relay-password-blanks`
 */
export function resolveRelayChoice(
  provider: RelayProvider,
  choice: RelayChoice,
  kept?: Secret,
): RelayTarget {
  const isOpen = provider.fields.some(field => field.id === 'tlsLevel')
  const port = portOf(provider, choice)
  const address = {
    host: hostOf(provider, choice),
    port,
    isImplicitTls: implicitTlsPorts.includes(port),
    tlsLevel: (isOpen ? choice.tlsLevel : undefined) ?? provider.tlsLevel,
  }
  const user = userOf(provider, choice)
  if (user === undefined) return address
  const password = choice.password ?? kept
  if (!password)
    throw new AppError('relay-field-missing', { provider: provider.name, field: 'password' })
  return { ...address, login: { user, password: checkPassword(password) } }
}

/** The four keys of `mailu.env`; an empty text means that the key is taken out. */
export const composeRelaySettings = (target: RelayTarget): RelaySettings => ({
  RELAYHOST: formatRelayHost(target),
  RELAYUSER: target.login?.user ?? '',
  RELAYPASSWORD: target.login?.password ?? '',
  OUTBOUND_TLS_LEVEL: target.tlsLevel,
})
