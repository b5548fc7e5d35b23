/** Whom to ask about the relay that is in use, and what about. */
import type { ProviderApi } from '../../../shared/model/provider-api.ts'
import type { RelayProvider } from '../../../shared/model/relay.ts'
import { relayValues, targetOf } from '../configured.ts'
import { providerOfHost } from '../providers.ts'
import type { AskHttps } from './ask-api.ts'
import type { OpinionReader } from './reader.ts'
import { readers } from './readers.ts'

/** Another world than the net, such as the demo's: asked instead of every provider, in the language of one of them. */
export interface ApiWorld {
  readonly ask: AskHttps
  readonly api: ProviderApi
  /** Id of the reader. */
  readonly speaks: string
}

export interface OpinionTarget {
  readonly provider: string
  readonly name: string
  readonly domain: string
  readonly user: string
  readonly region: string
  /** Absent: the provider has no API that Postern knows. */
  readonly api?: {
    readonly facts: ProviderApi
    readonly root: string
    readonly reader: OpinionReader
  }
}

/** A domain of its own at the provider is named by its login: `postmaster@mg.example.org`. */
const sendingDomain = (provider: string, user: string): string | undefined =>
  provider === 'mailgun' ? /@([A-Za-z0-9.-]+)$/.exec(user)?.[1] : undefined

const isDomain = (text: string): boolean => /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text)

/**
 * Undefined without a relay.
 * @param env what the smtp container runs with, or the file says
 * @param domain the one that is meant. @default the relay's own, else Mailu's main domain
 */
export function opinionTarget(
  env: Readonly<Record<string, string>>,
  providers: readonly RelayProvider[],
  world: ApiWorld | undefined,
  domain?: string,
): OpinionTarget | undefined {
  const values = relayValues(key => env[key])
  const host = targetOf(values)?.host.toLowerCase()
  const provider = host === undefined ? undefined : providerOfHost(providers, host)
  if (host === undefined || !provider) return undefined
  const region = provider.hosts.find(one => one.host === host)?.region ?? ''
  const about = domain ?? sendingDomain(provider.id, values.user) ?? env['DOMAIN'] ?? ''
  const facts = world?.api ?? provider.api
  const reader = readers[world?.speaks ?? provider.id]
  const root = facts && (facts.urls?.[region] ?? facts.url).replace('{region}', region)
  return {
    provider: provider.id,
    name: provider.hosts.length === 0 ? host : provider.name,
    domain: isDomain(about) ? about.toLowerCase() : '',
    user: values.user,
    region,
    ...(facts && root !== undefined && reader && { api: { facts, root, reader } }),
  }
}
