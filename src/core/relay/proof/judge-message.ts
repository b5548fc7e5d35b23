/** What the headers of an arrived message say of its way and its signatures: five parts, each from its own words. */
import type { ProofClause, ProofHop } from '../../../shared/model/proof.ts'
import {
  type AuthenticationResult,
  type AuthenticationResults,
  parseAuthenticationResults,
} from './authentication-results.ts'
import { type HeaderField, readHeaders } from './read-headers.ts'
import { parseReceived, receivedChain } from './received-chain.ts'

export interface Expected {
  /** The domain of the From address. */
  readonly domain: string
  /** Host of RELAYHOST; absent: mail goes straight to the receiver. */
  readonly relay?: string
  /** The login at the relay. */
  readonly user?: string
  /** The registrable domain of a name (RFC 7489, section 3.2). */
  readonly organization: (name: string) => string
}

export interface Judged {
  readonly clauses: readonly ProofClause[]
  readonly hops: readonly ProofHop[]
}

type Said = Omit<ProofClause, 'id'>
const said = (
  verdict: ProofClause['verdict'],
  code: string,
  params: Said['params'] = {},
  raw = '',
): Said => ({
  verdict,
  code,
  params,
  ...(raw !== '' && { raw: raw.slice(0, 1000) }),
})

/**
 * Only what the receiver itself stamped: headers below the hop that left the own server or came to the relay could have come with the
 * message. A receiver writes its results above the hop that handed the message over.
 */
function stamped(
  headers: readonly HeaderField[],
  hops: readonly ProofHop[],
  { relay, organization }: Expected,
): readonly AuthenticationResults[] {
  const home = hops[0]?.by
  const isBefore = ({ name, value }: HeaderField): boolean => {
    if (name !== 'received') return false
    const { from, by } = parseReceived(value)
    return from === home || (relay !== undefined && organization(by) === organization(relay))
  }
  const end = headers.findIndex(isBefore)
  const own = (end === -1 ? headers : headers.slice(0, end))
    .filter(({ name }) => name === 'authentication-results')
    .map(({ value }) => parseAuthenticationResults(value))
    .filter(({ results }) => results.length > 0)
  const first = organization(own[0]?.server ?? '')
  return own.filter(({ server }) => organization(server) === first)
}

/** The domain that a DKIM result is about. */
const signer = ({ properties }: AuthenticationResult): string =>
  (properties['header.d'] ?? properties['header.i']?.split('@').at(-1) ?? '').toLowerCase()

function dkimSaid(
  results: readonly AuthenticationResult[],
  { domain, organization }: Expected,
): Said {
  const all = results.filter(({ method }) => method === 'dkim')
  const isOwn = (one: AuthenticationResult): boolean =>
    signer(one) === '' || organization(signer(one)) === organization(domain)
  const words = (one: AuthenticationResult): string => `dkim=${one.result} ${one.comment}`.trim()
  const passed = all.filter(({ result }) => result === 'pass')
  const own = passed.find(isOwn)
  const params = (one: AuthenticationResult): Said['params'] => ({
    domain: signer(one) || domain,
    selector: one.properties['header.s'] ?? '–',
  })
  if (own) return said('right', 'dkim-right', params(own), words(own))
  const failed = all.find(
    one => isOwn(one) && !['none', 'neutral', 'temperror'].includes(one.result),
  )
  if (failed && failed.result !== 'pass') {
    const reason = `${failed.comment} ${failed.properties['reason'] ?? ''}`.toLowerCase()
    if (/body hash|body (was )?(altered|changed|modified)/.test(reason))
      return said('wrong', 'dkim-changed', params(failed), words(failed))
    if (
      /no key|key (not found|unavailable|revoked)|nxdomain|no public key/.test(reason) ||
      failed.result === 'permerror'
    )
      return said('wrong', 'dkim-no-key', params(failed), words(failed))
    return said('wrong', 'dkim-bad', params(failed), words(failed))
  }
  // rspamd says `none ("invalid DKIM record")` of a signature whose key it did not find, and names the signature.
  const unread = all.find(
    one =>
      ['none', 'neutral'].includes(one.result) &&
      isOwn(one) &&
      signer(one) !== '' &&
      /record|key/i.test(`${one.comment} ${one.properties['reason'] ?? ''}`),
  )
  if (unread) return said('wrong', 'dkim-no-key', params(unread), words(unread))
  const later = all.find(({ result }) => result === 'temperror')
  if (later) return said('unknown', 'dkim-later', params(later), words(later))
  const other = passed[0]
  if (other) return said('differs', 'dkim-other', params(other), words(other))
  return said('missing', 'dkim-none')
}

function spfSaid(
  results: readonly AuthenticationResult[],
  { domain, organization }: Expected,
): Said {
  const found = results.find(({ method }) => method === 'spf')
  if (!found) return said('unknown', 'spf-not-told')
  const { result, properties, comment } = found
  const sender = (
    properties['smtp.mailfrom'] ??
    properties['smtp.mail'] ??
    properties['smtp.helo'] ??
    ''
  )
    .split('@')
    .at(-1)!
    .toLowerCase()
  const params = { domain: sender || '–' }
  const raw = `spf=${result} ${comment}`.trim()
  if (result === 'pass')
    return sender === '' || organization(sender) === organization(domain)
      ? said('right', 'spf-right', params, raw)
      : said('differs', 'spf-other', params, raw)
  if (result === 'none') return said('missing', 'spf-none', params, raw)
  if (result === 'temperror') return said('unknown', 'spf-later', params, raw)
  return said('wrong', result === 'permerror' ? 'spf-broken' : 'spf-fail', params, raw)
}

function dmarcSaid(results: readonly AuthenticationResult[]): Said {
  const found = results.find(({ method }) => method === 'dmarc')
  if (!found) return said('unknown', 'dmarc-not-told')
  const { result, comment } = found
  const raw = `dmarc=${result} ${comment}`.trim()
  if (result === 'pass') return said('right', 'dmarc-right', {}, raw)
  if (result === 'bestguesspass') return said('differs', 'dmarc-guess', {}, raw)
  if (result === 'none') return said('missing', 'dmarc-none', {}, raw)
  if (result === 'temperror') return said('unknown', 'dmarc-later', {}, raw)
  return said('wrong', 'dmarc-fail', {}, raw)
}

/** Whether the relay carried it: it says so itself, or it is the one that handed the message on. Not every relay writes its own name. */
function relaySaid(hops: readonly ProofHop[], { relay, user, organization }: Expected): Said {
  if (relay === undefined) return said('not-needed', 'relay-none')
  const isRelay = (name: string): boolean => organization(name) === organization(relay)
  const taken = hops.slice(1).find(one => isRelay(one.by))
  const given = hops.slice(1).find(one => isRelay(one.from))
  if (taken?.user !== undefined && user !== undefined && taken.user !== user.toLowerCase())
    return said('wrong', 'relay-other-user', { relay, user: taken.user })
  if (taken?.user !== undefined)
    return said('right', 'relay-carried-user', { relay, user: taken.user })
  if (taken || given) return said('right', 'relay-carried', { relay })
  const home = hops[0]?.by
  return hops.slice(1).some(one => one.from === home)
    ? said('wrong', 'relay-passed-by', { relay })
    : said('unknown', 'relay-not-told', { relay })
}

/** Hops between different organizations are on the open net; what happens inside one is its own affair. */
function tlsSaid(hops: readonly ProofHop[], { organization }: Expected): Said {
  // The first hop is the program that handed it in, inside the own server.
  const open = hops
    .slice(1)
    .filter(
      ({ from, by, protocol }) =>
        protocol !== undefined &&
        /smtp/i.test(protocol) &&
        from.includes('.') &&
        organization(from) !== organization(by),
    )
  const bare = open.find(({ isEncrypted }) => isEncrypted === false)
  if (bare) return said('wrong', 'tls-open', { from: bare.from, by: bare.by })
  return open.length === 0
    ? said('unknown', 'tls-not-told')
    : said('right', 'tls-right', { hops: open.length })
}

/** @param message header and, if it is there, body of the message as it lies in the mailbox elsewhere */
export function judgeMessage(message: string, expected: Expected): Judged {
  const headers = readHeaders(message)
  const hops = receivedChain(headers)
  const own = stamped(headers, hops, expected)
  const results = own.flatMap(one => one.results)
  const isTold = results.length > 0
  const unless = (part: () => Said, code: string): Said => (isTold ? part() : said('unknown', code))
  return {
    hops,
    clauses: [
      { id: 'relay', ...relaySaid(hops, expected) },
      { id: 'tls', ...tlsSaid(hops, expected) },
      { id: 'dkim', ...unless(() => dkimSaid(results, expected), 'dkim-not-told') },
      { id: 'spf', ...unless(() => spfSaid(results, expected), 'spf-not-told') },
      { id: 'dmarc', ...unless(() => dmarcSaid(results), 'dmarc-not-told') },
    ],
  }
}
