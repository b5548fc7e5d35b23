/** From Postfix's reason for waiting (`delay_reason` of `postqueue -j`, `mailu.md` 7.2) to a kind that has advice. */
import type { QueueAdvice, QueueClass } from '../../../shared/model/queue.ts'

type Rules = readonly (readonly [QueueClass, RegExp])[]

/** Postfix's own words: of the way, the login and itself (smtp_connect.c, smtp_sasl_glue.c, smtp_proto.c, qmgr_deliver.c, dns_lookup.c). */
const own: Rules = [
  ['no-mechanism', /no mechanism available|no worthy mechs/],
  ['login-refused', /sasl authentication failed|sasl login/],
  ['loops', /loops? back|too many hops|hop count exceeded/],
  ['too-large', /exceeds size limit/],
  ['tls', /\btls\b|\bssl\b|starttls|certificate|\bdane\b|dnssec|tlsa|mta-sts|ssl_connect/],
  ['silent', /initial server greeting/],
  [
    'name-server',
    /name service error.*try again|malformed or unexpected name server reply|host name lookup (failure|timeout)/,
  ],
  [
    'name-not-found',
    /host or domain name not found|name service error|unable to look ?up host|nullmx|does not accept mail|unable to find/,
  ],
  [
    'not-reached',
    /^connect to|connection (timed out|refused|reset)|network is unreachable|no route to host|^lost connection|host is (down|unreachable)|timed out while|^conversation with/,
  ],
  [
    'here',
    /mail transport|mail system configuration|queue file|alias (database|table)|lookup (table|failure)|configuration error|transport|local (delivery|configuration)|command died|address syntax|insufficient|permission|fatal|no such file/,
  ],
]

/** What other servers reply. In this order: a reply often has the words of two, and the more telling one stands first. */
const replies: Rules = [
  [
    'account-stopped',
    /credits? exceeded|account.{0,40}(suspend|blocked|not active|under review|locked|on hold)|not (yet )?activated|sending (is )?(paused|disabled|suspended)|plan limit|subscription|payment|sandbox|billing/,
  ],
  ['relaying-denied', /relaying denied/],
  [
    'login-refused',
    /\b535\b|authentication (credentials )?(failed|invalid|unsuccessful)|username and password not accepted|invalid (login|credentials)/,
  ],
  ['tls', /\btls\b|\bssl\b|starttls|encryption (is )?(required|needed)/],
  [
    'login-missing',
    /\b530\b|authentication (is )?required|must (be )?authenticate|smtp auth|client (was )?not authenticated|please (log ?in|authenticate)/,
  ],
  ['loops', /too many hops|hop count|mail loop|loop detected|in a loop|loops? back/],
  [
    'greylisted',
    /gr[ae]y-?list|postgrey|try again in \d+ (second|minute)s?\b|first (time|attempt|contact)/,
  ],
  ['blocked', /\brbl\b|dnsbl|spamhaus|block ?list/],
  ['rate-limited', /throttl|(daily|hourly|message|sending) .{0,12}(quota|limit)/],
  [
    'mailbox-full',
    /over ?quota|quota (is )?(exceeded|full)|mailbox.{0,30}(full|exceed)|mailbox size|inbox.{0,20}(full|storage)|out of (storage|space)|storage (allocation|quota|space)|exceeded (its|the|their) (storage|quota|mailbox)|not enough (space|storage)|\b[45]\.2\.2\b/,
  ],
  [
    'not-authenticated',
    /\bdmarc\b|\bdkim\b|\bspf\b|unauthenticated|is not authenticated|\b[45]\.7\.2[0-7]\b/,
  ],
  [
    'too-large',
    /message (size|length)|(message|mail|size).{0,20}too (large|big|long)|size (limit|exceed)|exceeds? .{0,30}size|\b[45]\.3\.4\b|larger than/,
  ],
  [
    'rate-limited',
    /rate.?limit|too (many|fast|much|frequent)|throttl|limit (is |has been )?(exceeded|reached)|exceed\w* .{0,60}(limit|rate|number of)|unusual (rate|volume)|daily .{0,20}(limit|quota)|(message|sending|hourly) (quota|limit)|receiving mail at a rate|concurren|slow(ing)? down|\b4\.7\.28\b|user complaints|unexpected volume|\btss?0\d\b|excessive/,
  ],
  ['unknown-user', /user unknown|unknown user|no such (user|recipient|mailbox)/],
  [
    'sender-refused',
    /sender address rejected|sender identity|sender signature|\bfrom\W{0,3} address|sender address|sender (is )?(not|rejected|denied|refused|verif|invalid|unknown)|verified (sender|domain|address)|not (a )?verified|unverified|not owned by|(sender|from|sending) domain|return.?path|sender .{0,40}(does not exist|not allowed|invalid|not authori)|domain of sender|envelope sender|\b[45]\.1\.[78]\b|send as|not (allowed|permitted|authori[sz]ed) to send (from|as)/,
  ],
  [
    'unknown-user',
    /user unknown|unknown (user|recipient|local|account|mailbox|address)|no (such )?(user|mailbox|recipient|person|account|address)\b|(user|mailbox|recipient|account|address)\b.{0,40}(not found|does ?n.t exist|does not exist|unavailable|disabled|inactive|unknown|not exist|not known|no longer|deactivated|not valid|closed)|invalid (recipient|mailbox|user)|undeliverable|recipient (address )?(rejected|refused|invalid|not)|not our customer|\b[45]\.1\.[1-3]\b|\b[45]\.2\.1\b/,
  ],
  [
    'relaying-denied',
    /relay(ing)? (access )?(denied|not permitted|prohibited|not allowed)|not permitted to relay|(unable|not allowed|refus\w+) to relay|relay not/,
  ],
  [
    'busy',
    /error in processing|scan(ner)?s? failed|internal (server )?error|processing (error|failed)|(server|system|local) (configuration )?error|lookup (failure|error)|dns (lookup )?(timeout|failure|error)/,
  ],
  ['content', /\bvirus\b|malware|phish|attachment|executable|\burl\b|\blinks?\b|message contain/],
  [
    'blocked',
    /block(ed|[ -]?list|ing)|black-?list|deny-?list|spamhaus|barracuda|\brbl\b|dnsbl|spamcop|reputation|reverse (dns|hostname|lookup)|\bptr\b|rdns|client host|listed (at|in|on|by)|\bbanned\b|access denied|not allowed to connect|dynamic|residential|helo|poor ip|bad ip|your (ip|host|server)\b/,
  ],
  [
    'content',
    /spam|content|suspicious|junk|unsolicited|bulk|policy|header|rfc ?5322|message (was )?(rejected|refused)|prohibited/,
  ],
  [
    'busy',
    /try (again|later)|temporar|busy|unavailable|not available|resources|overload|storage|later|\b4\d\d\b|\b4\.\d\.\d+\b/,
  ],
  ['content', /\b5\.7\.1\b/],
]

const advices: Readonly<Partial<Record<QueueClass, QueueAdvice>>> = {
  'name-server': 'wait',
  'rate-limited': 'wait',
  greylisted: 'wait',
  'mailbox-full': 'wait',
  busy: 'wait',
  'not-reached': 'wait',
  'not-tried': 'wait',
  'unknown-user': 'delete',
  'too-large': 'delete',
  content: 'look',
  held: 'look',
  unknown: 'look',
}

/** Classes about the login and the account, which only a relay asks for. */
const ofRelay: ReadonlySet<QueueClass> = new Set([
  'login-refused',
  'login-missing',
  'no-mechanism',
  'account-stopped',
  'sender-refused',
])

/** What to do about a kind. Where mail leaves by a relay that cannot be reached, something must be mended; a single receiver's server may just be down. */
export const adviceOf = (kind: QueueClass, side: 'relay' | 'receiver' | 'here'): QueueAdvice =>
  kind === 'not-reached' && side === 'relay' ? 'mend' : (advices[kind] ?? 'mend')

/** A later message to a next hop that failed is told the same reason again, behind these words (qmgr_deliver.c). */
const suspended = /^delivery temporarily suspended: /i

/** The other side's own words, without those that Postfix puts around them (smtp_chat.c) and without addresses; undefined where it did not speak. */
function replyIn(reason: string): string | undefined {
  const reply =
    /^host \S+\[[^\]]*\] (?:said|refused to talk to me): (.*)$/is.exec(reason)?.[1] ??
    /^SASL authentication failed; server \S+\[[^\]]*\] said: (.*)$/is.exec(reason)?.[1]
  return reply
    ?.replace(/ \(in reply to [^()]*\)$/i, '')
    .replace(/<[^<>\s]*@[^<>\s]*>/g, '')
    .toLowerCase()
}

/** The kind of a reason; `not-tried` where Postfix has none yet. */
export function classifyReason(reason: string | undefined): QueueClass {
  if (reason === undefined || reason.trim() === '') return 'not-tried'
  const text = reason.replace(suspended, '')
  const reply = replyIn(text)
  const kindOf = (rules: Rules, words: string): QueueClass | undefined =>
    rules.find(([, pattern]) => pattern.test(words))?.[0]
  if (reply === undefined) return kindOf(own, text.toLowerCase()) ?? 'unknown'
  const kind = kindOf(replies, reply) ?? 'unknown'
  // Whatever a server says to a login that it does not take, it is the login that is to be mended.
  return text.startsWith('SASL') && kind !== 'account-stopped' ? 'login-refused' : kind
}

/** The host that a reason names: the one that spoke, or that could not be reached. Undefined where none is named. */
export const hostIn = (reason: string): string | undefined =>
  /(?:^|; )(?:connect to|conversation with|host|server|lost connection with|to server|with server) ([a-z0-9_.-]+)(?=\[)/i
    .exec(reason.replace(suspended, ''))?.[1]
    ?.toLowerCase() ?? /\bname=([a-z0-9_.-]+)/i.exec(reason)?.[1]?.toLowerCase()

/** Whether the fault lies with the relay: it spoke, or was not reached, or it is about the login. */
export function sideOf(
  kind: QueueClass,
  reason: string | undefined,
  relayHost: string | undefined,
): 'relay' | 'receiver' | 'here' {
  if (kind === 'here' || kind === 'held' || kind === 'not-tried') return 'here'
  if (relayHost === undefined)
    return ofRelay.has(kind) && kind !== 'sender-refused' ? 'relay' : 'receiver'
  if (ofRelay.has(kind)) return 'relay'
  // What a relay passes on about one receiver is about the receiver.
  if (['mailbox-full', 'unknown-user', 'greylisted', 'too-large', 'content'].includes(kind))
    return 'receiver'
  const host = reason === undefined ? undefined : hostIn(reason)
  if (host === undefined && kind === 'unknown') return 'receiver'
  return host === undefined || host === relayHost.toLowerCase() ? 'relay' : 'receiver'
}
