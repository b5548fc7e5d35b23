/** From Postfix's reason for waiting (`delay_reason` of `postqueue -j`, `mailu.md` 7.2) to a kind that has advice. */
import type { QueueAdvice, QueueClass } from '../../../shared/model/queue.ts'

/** Tried in this order: a reply often has the words of two, and the more telling one stands first. */
const rules: readonly (readonly [QueueClass, RegExp])[] = [
  // Postfix's own words about the way and the login (smtp_connect.c, smtp_sasl_glue.c, smtp_proto.c)
  ['no-mechanism', /no mechanism available|no worthy mechs/],
  [
    'account-stopped',
    /credits? exceeded|account.{0,40}(suspend|disabled|blocked|not active|under review|locked)|not (yet )?activated|sending (is )?(paused|disabled|suspended)|plan limit|subscription|payment|sandbox/,
  ],
  [
    'login-refused',
    /sasl authentication failed|\b535\b|authentication (credentials )?(failed|invalid|unsuccessful)|bad username|username and password not accepted|invalid login/,
  ],
  [
    'login-missing',
    /\b530\b(?!.*starttls)|authentication (is )?required|must (be )?authenticate|smtp auth|client was not authenticated|sasl login/,
  ],
  ['loops', /loops? back|too many hops|hop count exceeded|mail loop|loop detected|routing loop/],
  [
    'tls',
    /\btls\b|\bssl\b|starttls|certificate not|server certificate|\bdane\b|tlsa|encryption (is )?(required|needed)|mta-sts/,
  ],
  ['silent', /initial server greeting/],
  [
    'name-server',
    /name service error.*try again|host name lookup (failure|timeout)|dns (lookup )?(timeout|failure|error)(?!.*sender)|malformed or unexpected name server reply|server failure.*name service/,
  ],
  [
    'name-not-found',
    /host or domain name not found|name service error|domain not found|unable to look ?up host|has no (mx|a record)|nullmx|null mx|does not accept mail/,
  ],
  [
    'here',
    /mail transport unavailable|mail system configuration error|unknown mail transport error|queue file write error|insufficient system storage$|local configuration error|alias database|table lookup problem|lookup table|private\/|connect to transport|temporary lookup failure$|error: open|command died|bad address syntax/,
  ],
  [
    'greylisted',
    /gr[ae]y-?list|postgrey|try again in \d+ (second|minute)s?\b|first time.*try again/,
  ],
  [
    'mailbox-full',
    /over ?quota|quota (is )?(exceeded|full)|mailbox (is )?full|mailbox size|out of storage|insufficient (disk |storage )?space|storage (allocation|quota|space)|exceeded (its|the|their) (storage|quota|mailbox)|\b[45]\.2\.2\b/,
  ],
  [
    'not-authenticated',
    /\bdmarc\b|\bdkim\b|\bspf\b|unauthenticated (e-?)?mail|not authenticated|authentication (check|information|results)|\b[45]\.7\.2[0-7]\b/,
  ],
  [
    'too-large',
    /message size|too (large|big)|size (limit|exceed)|exceeds? .{0,30}size|\b[45]\.3\.4\b|larger than/,
  ],
  [
    'rate-limited',
    /rate.?limit|too (many|fast|much)|throttl|exceed\w* .*(limit|rate|number of)|limit (is |has been )?(exceeded|reached)|unusual rate|daily .{0,20}(limit|quota)|(message|sending) (quota|limit)|receiving mail at a rate|concurren|slow down|\b4\.7\.28\b|deferred due to user complaints|temporarily deferred due to unexpected volume|\btss?0\d\b|excessive/,
  ],
  [
    'unknown-user',
    /user unknown|unknown (user|recipient|local|account|mailbox)|no such (user|mailbox|recipient|person|account|address)|(user|mailbox|recipient|account|address).{0,40}(not found|does ?n.t exist|does not exist|unavailable|disabled|inactive|unknown|not exist|not known|no longer|deactivated)|invalid (recipient|mailbox|address|user)|undeliverable address|recipient (address )?(rejected|refused|invalid|not)|not our customer|\b[45]\.1\.[1-3]\b|\b[45]\.2\.1\b|mailbox unavailable/,
  ],
  [
    'sender-refused',
    /sender identity|from address|sender address|sender (is )?(not|rejected|denied|refused|verif)|not (a )?verified|unverified|not owned by|sender domain|from domain|return.?path|mail from|sender .{0,30}(does not exist|not allowed|invalid)|domain of sender|envelope sender|\b[45]\.1\.[78]\b|send as/,
  ],
  [
    'relaying-denied',
    /relay(ing)? (access )?(denied|not permitted|prohibited|not allowed)|not permitted to relay|unable to relay|relay not/,
  ],
  [
    'blocked',
    /block(ed|[ -]?list|ing)|black-?list|deny-?list|spamhaus|barracuda|\brbl\b|dnsbl|spamcop|reputation|reverse (dns|hostname|lookup)|\bptr\b|rdns|client host|listed (at|in|on|by)|\bbanned\b|access denied|not allowed to connect|(dynamic|residential)|bad helo|helo command|policy restrictions on|poor ip|your (ip|host|server)/,
  ],
  [
    'content',
    /spam|virus|malware|phish|content|suspicious|junk|unsolicited|bulk|attachment|policy|header|rfc ?5322|message (was )?(rejected|refused|blocked)|url|prohibited|\b[45]\.7\.1\b/,
  ],
  [
    'not-reached',
    /connection (timed out|refused|reset)|network is unreachable|no route to host|lost connection|host is (down|unreachable)|timed out while|operation timed out|connect to|conversation with/,
  ],
  [
    'busy',
    /try (again|later)|temporar|system (not|resources|error)|busy|service (not )?(un)?available|resources|overload|server error|internal error|local (error|problem)|processing|\b4\d\d\b|\b4\.\d\.\d+\b/,
  ],
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

/** Without the words that Postfix puts around the other side's own, and without addresses: their words say nothing of the reason. */
const bareReply = (reason: string): string =>
  reason
    .replace(suspended, '')
    .replace(/^host \S+\[[^\]]*\] (said|refused to talk to me): /i, '')
    .replace(/ \(in reply to [^()]*\)$/i, '')
    .replace(/<[^<>\s]*@[^<>\s]*>/g, '')
    .toLowerCase()

/** The kind of a reason; `not-tried` where Postfix has none yet. */
export function classifyReason(reason: string | undefined): QueueClass {
  if (reason === undefined || reason.trim() === '') return 'not-tried'
  const text = bareReply(reason)
  return rules.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown'
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
  return host === undefined || host === relayHost.toLowerCase() ? 'relay' : 'receiver'
}
