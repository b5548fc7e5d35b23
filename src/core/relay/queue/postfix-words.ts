/** Words in Postfix's own reasons, by the kind of trouble that they tell of. */
import type { QueueClass } from '../../../shared/model/queue.ts'

export type Rules = readonly (readonly [QueueClass, readonly RegExp[]])[]

/** Postfix's own words: of the way, the login and itself (smtp_connect.c, smtp_sasl_glue.c, smtp_proto.c, qmgr_deliver.c, dns_lookup.c). */
export const own: Rules = [
  ['no-mechanism', [/no mechanism available|no worthy mechs/]],
  ['login-refused', [/sasl authentication failed|sasl login/]],
  ['loops', [/loops? back|too many hops|hop count exceeded/]],
  ['too-large', [/exceeds size limit/]],
  ['tls', [/\btls\b|\bssl\b|starttls|certificate|\bdane\b|dnssec|tlsa|mta-sts|ssl_connect/]],
  ['silent', [/initial server greeting/]],
  [
    'name-server',
    [
      /name service error.*try again|malformed or unexpected name server reply|host name lookup (failure|timeout)/,
    ],
  ],
  [
    'name-not-found',
    [
      /host or domain name not found|name service error|unable to look ?up host|nullmx|does not accept mail|unable to find/,
    ],
  ],
  [
    'not-reached',
    [
      /^connect to|connection (timed out|refused|reset)|network is unreachable|no route to host|^lost connection|host is (down|unreachable)|timed out while|^conversation with/,
    ],
  ],
  [
    'here',
    [
      /mail transport|mail system configuration|queue file|alias (database|table)|lookup (table|failure)|configuration error|transport|local (delivery|configuration)|command died|address syntax|insufficient|permission|fatal|no such file/,
    ],
  ],
]
