/** Reasons as Postfix records them (`mailu.md` 1.5, 7.2, 7.3; made anew with documentation names), with the kind that a person would give them. */
import type { QueueClass } from '../../../../../src/shared/model/queue.ts'

const from = (host: string, text: string, command = 'RCPT TO'): string =>
  `host ${host}[192.0.2.25] said: ${text} (in reply to ${command} command)`

export const knownReasons: readonly (readonly [QueueClass, string])[] = [
  [
    'login-refused',
    'SASL authentication failed; server smtp.relay.test[192.0.2.4] said: 535 5.7.8 Authentication failed: Bad username / password',
  ],
  [
    'login-refused',
    'SASL authentication failed; server smtp.relay.test[192.0.2.4] said: 535 Authentication failed: The provided authorization grant is invalid, expired, or revoked',
  ],
  [
    'login-missing',
    'host email-smtp.eu-central-1.amazonaws.com[192.0.2.8] said: 530 Authentication required (in reply to MAIL FROM command)',
  ],
  [
    'no-mechanism',
    'SASL authentication failed; cannot authenticate to server smtp.relay.test[192.0.2.4]: no mechanism available',
  ],
  [
    'account-stopped',
    'SASL authentication failed; server smtp.sendgrid.net[192.0.2.9] said: 451 Authentication failed: Maximum credits exceeded',
  ],
  ['tls', 'Server certificate not verified'],
  ['tls', 'TLS is required, but was not offered by host smtp.relay.test[192.0.2.4]'],
  ['tls', 'Cannot start TLS: handshake failure'],
  [
    'silent',
    'conversation with smtp.relay.test[192.0.2.4] timed out while receiving the initial server greeting',
  ],
  [
    'silent',
    'lost connection with smtp.relay.test[192.0.2.4] while receiving the initial server greeting',
  ],
  ['not-reached', 'connect to smtp.relay.test[192.0.2.4]:587: Connection timed out'],
  ['not-reached', 'connect to smtp.relay.test[192.0.2.4]:587: Connection refused'],
  ['not-reached', 'connect to mx.example.net[2001:db8::7]:25: Network is unreachable'],
  [
    'not-reached',
    'delivery temporarily suspended: connect to mx.example.net[192.0.2.5]:25: No route to host',
  ],
  ['not-reached', 'lost connection with mx.example.net[192.0.2.5] while sending RCPT TO'],
  [
    'name-not-found',
    'Host or domain name not found. Name service error for name=smpt.relay.test type=A: Host not found',
  ],
  [
    'name-server',
    'Host or domain name not found. Name service error for name=smtp.relay.test type=A: Host not found, try again',
  ],
  [
    'rate-limited',
    'host smtp.relay.test[192.0.2.4] said: 451 4.7.1 Rate limit exceeded (in reply to end of DATA command)',
  ],
  [
    'rate-limited',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. (in reply to end of DATA command)',
  ],
  [
    'rate-limited',
    'host hotmail-com.olc.protection.outlook.com[192.0.2.161] said: 451 4.7.651 The mail server [198.51.100.165] has been temporarily rate limited due to IP reputation. (S844) (in reply to RCPT TO command)',
  ],
  [
    'rate-limited',
    'host mta5.am0.yahoodns.net[192.0.2.77] refused to talk to me: 421 4.7.0 [TSS04] Messages from 198.51.100.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
  ],
  [
    'greylisted',
    'host mx.example.net[192.0.2.5] said: 450 4.2.0 <friend@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.net.html (in reply to RCPT TO command)',
  ],
  [
    'mailbox-full',
    'host mx.example.net[192.0.2.5] said: 452 4.2.2 The email account that you tried to reach is over quota (in reply to RCPT TO command)',
  ],
  [
    'mailbox-full',
    "host mx.example.net[192.0.2.5] said: 452-4.2.2 The recipient's inbox is out of storage space. (in reply to RCPT TO command)",
  ],
  [
    'unknown-user',
    'host mx.example.net[192.0.2.5] said: 450 4.1.1 <frend@example.net>: Recipient address rejected: unverified address: User unknown in virtual mailbox table (in reply to RCPT TO command)',
  ],
  [
    'sender-refused',
    'host smtp.sendgrid.net[192.0.2.9] said: 550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. (in reply to end of DATA command)',
  ],
  [
    'not-authenticated',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.26 This mail has been rate limited because it is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. (in reply to end of DATA command)',
  ],
  [
    'blocked',
    'host mx1.free.fr[192.0.2.6] refused to talk to me: 421 Refused. Your reverse DNS entry does not resolve to an IP.',
  ],
  [
    'blocked',
    'host mx.example.net[192.0.2.5] said: 450 4.7.1 Client host rejected: cannot find your hostname, [198.51.100.7] (in reply to RCPT TO command)',
  ],
  [
    'content',
    'host mx.example.net[192.0.2.5] said: 451 4.7.1 Message looks like spam, try another way (in reply to end of DATA command)',
  ],
  [
    'too-large',
    'message size 61234567 exceeds size limit 52428800 of server mx.example.net[192.0.2.5]',
  ],
  [
    'relaying-denied',
    'host mx.example.net[192.0.2.5] said: 454 4.7.1 <friend@example.net>: Relay access denied (in reply to RCPT TO command)',
  ],
  ['loops', 'mail for example.org loops back to myself'],
  [
    'busy',
    'host mx.example.net[192.0.2.5] said: 451 4.3.0 Temporary system problem, try again later (in reply to MAIL FROM command)',
  ],
  [
    'busy',
    'host mx.example.net[192.0.2.5] refused to talk to me: 421 4.3.2 All server ports are busy',
  ],
  ['here', 'mail transport unavailable'],
  ['here', 'unknown mail transport error'],
  ['busy', from('host.example.com', '452 4.3.1 Insufficient system storage', 'MAIL FROM')],
  ['busy', 'host 127.0.0.1[127.0.0.1] said: 451 4.7.1 try later'],
  [
    'busy',
    from(
      '127.0.0.1',
      '451 4.5.0 Error in processing, id=07411-04, virus_scan FAILED: ALL SCANNERS FAILED',
      'end of DATA',
    ),
  ],
  [
    'sender-refused',
    from(
      'mx.example.net',
      '450 4.1.8 <me@exmaple.test>: Sender address rejected: Domain not found',
    ),
  ],
  ['tls', 'non DNSSEC destination'],
  [
    'content',
    from(
      'mx.example.net',
      '450 4.7.1 Blocked attachment type .exe: message contains a virus',
      'end of DATA',
    ),
  ],
  [
    'relaying-denied',
    from('mx.example.net', '450 4.7.1 Relaying denied. Proper authentication required.'),
  ],
  [
    'rate-limited',
    from(
      'mx.comcast.test',
      '421 4.1.0 198.51.100.9 Throttled - try again later: poor reputation, see the postmaster page',
    ),
  ],
  ['busy', from('mx.example.net', '451 4.3.0 <x@example.net>: Temporary lookup failure')],
  [
    'not-reached',
    'delivery temporarily suspended: conversation with mx.example.net[192.0.2.5] timed out while sending MAIL FROM',
  ],
  [
    'sender-refused',
    from(
      'smtp.postmarkapp.com',
      "450 4.7.1 The 'From' address you supplied is not a Sender Signature on your account",
      'end of DATA',
    ),
  ],
  [
    'content',
    from(
      'mx.example.net',
      '450 4.7.1 Message contains a URL listed by a reputation service',
      'end of DATA',
    ),
  ],
  ['here', 'local delivery failed: temporary lookup failure of the alias table'],
  [
    'sender-refused',
    from(
      'in-v3.mailjet.com',
      '550 5.7.1 Sender me@example.org is not an authorized sender: sender address not validated',
      'end of DATA',
    ),
  ],
  ['blocked', from('mx.mimecast.test', '451 Account inbounds disabled - IP Found in RBL')],
  [
    'rate-limited',
    from(
      'email-smtp.eu-west-1.amazonaws.com',
      '454 Throttling failure: Daily message quota exceeded.',
      'end of DATA',
    ),
  ],
]
