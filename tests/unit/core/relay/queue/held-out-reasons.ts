/**
 * Reasons that the rules were not made with: from public logs and providers' postmaster pages, names and addresses made anew.
 * The kinds were given by reading, before the rules had seen them. To measure, not to develop: a reason that fails moves to `known-reasons.ts`
 * together with the rule that mends it, and another takes its place.
 */
import type { QueueClass } from '../../../../../src/shared/model/queue.ts'

const from = (host: string, text: string, command = 'RCPT TO'): string =>
  `host ${host}[192.0.2.25] said: ${text} (in reply to ${command} command)`

export const heldOutReasons: readonly (readonly [QueueClass, string])[] = [
  ['greylisted', from('mailserver.purely.test', '451 4.7.1 Try again later (greylist)')],
  [
    'rate-limited',
    from(
      '192.0.2.51',
      '421 4.4.2 Message submission rate for this client has exceeded the configured limit',
      'MAIL FROM',
    ),
  ],
  [
    'rate-limited',
    from(
      'alt1.aspmx.l.google.com',
      '450-4.2.1 The user you are trying to contact is receiving mail at a rate that 450-4.2.1 prevents additional messages from being delivered. Please resend your 450-4.2.1 message at a later time.',
    ),
  ],
  [
    'rate-limited',
    'host mx1.safe-mail.test[192.0.2.74] refused to talk to me: 421 Too many connections',
  ],
  [
    'unknown-user',
    from(
      'msgin.facebook.test',
      '421 4.7.1 RCP-T4 http://postmaster.facebook.test/response_codes?ip=198.51.100.213#unavailable Recipient account is unavailable',
    ),
  ],
  [
    'rate-limited',
    from(
      'outlook-com.olc.protection.outlook.com',
      '451 4.7.650 The mail server [198.51.100.5] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775)',
    ),
  ],
  [
    'not-reached',
    'lost connection with dovecot[172.22.1.250] while sending end of data -- message may be sent more than once',
  ],
  ['not-reached', 'connect to mail.corp.test[192.0.2.1]:25: Connection timed out'],
  [
    'blocked',
    'host mail.xxxxx.test[192.0.2.178] refused to talk to me: 554 5.7.1 You are not allowed to connect.',
  ],
  [
    'blocked',
    from(
      'mx00.gmx.net',
      '421-gmx.net (mxgmx017) Nemesis ESMTP Service not available 421-Service unavailable 421-For explanation visit https://postmaster.gmx.net/en/error-messages?ip=198.51.100.9&c=bl 421 IP is on block list',
      'initial greeting',
    ),
  ],
  [
    'blocked',
    from(
      'mx.t-online.test',
      '554 IP=198.51.100.9 - A problem occurred. Ask your postmaster for help or to contact tosa@rx.t-online.test to clarify: reputation',
      'initial greeting',
    ),
  ],
  [
    'rate-limited',
    from(
      'mta6.am0.yahoodns.net',
      '421 4.7.0 [TSS09] All messages from 198.51.100.9 will be permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes',
    ),
  ],
  [
    'busy',
    from(
      'protection.outlook.com',
      '451 4.7.500 Server busy. Please try again later from [198.51.100.9]. (S77719)',
      'MAIL FROM',
    ),
  ],
  ['mailbox-full', from('mx.icloud.test', '452 4.2.2 <friend@icloud.test>: user is over quota')],
  [
    'mailbox-full',
    from('mx.orange.test', '452 4.1.1 <friend@orange.test>: mailbox full, code 513'),
  ],
  [
    'unknown-user',
    from(
      'mx.example.net',
      '450 4.2.1 <x@example.net>: Recipient address rejected: this mailbox is inactive and has been disabled',
    ),
  ],
  ['unknown-user', from('mx.example.net', '451 <x@example.net>: no such user here')],
  [
    'not-authenticated',
    from(
      'gmail-smtp-in.l.google.com',
      '421-4.7.40 Your email has been rate limited because DMARC could not be aligned: the sender is required to pass SPF or DKIM aligned.',
      'end of DATA',
    ),
  ],
  [
    'not-authenticated',
    from(
      'protection.outlook.com',
      '451 4.7.23 Access temporarily denied, sending domain example.org does not pass DMARC verification and has a policy',
      'end of DATA',
    ),
  ],
  [
    'sender-refused',
    from(
      'email-smtp.eu-west-1.amazonaws.com',
      '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: me@example.org',
      'end of DATA',
    ),
  ],
  ['tls', 'TLS is required, but our TLS engine is unavailable'],
  ['tls', 'Server certificate not trusted'],
  ['tls', from('mx.example.net', '530 5.7.0 Must issue a STARTTLS command first', 'MAIL FROM')],
  [
    'login-refused',
    'SASL authentication failed; server smtp.gmail.com[192.0.2.108] said: 535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8 https://support.google.com/mail/?p=BadCredentials',
  ],
  [
    'login-refused',
    'SASL authentication failed; server smtp.mailgun.org[192.0.2.8] said: 421 authentication invalid, too many attempts',
  ],
  [
    'login-missing',
    from('smtp.office.test', '530 5.7.57 Client not authenticated to send mail.', 'MAIL FROM'),
  ],
  [
    'login-missing',
    from(
      'smtp-relay.gmail.com',
      '550-5.7.0 Mail relay denied: Authentication Required. To authenticate see https://support.google.com',
      'MAIL FROM',
    ),
  ],
  [
    'name-not-found',
    'Host or domain name not found. Name service error for name=gmial.test type=AAAA: Host not found',
  ],
  [
    'name-server',
    'Host or domain name not found. Name service error for name=example.net type=MX: Host not found, try again',
  ],
  ['name-not-found', 'Domain example.invalid does not accept mail (nullMX)'],
  ['here', 'unable to connect to transport: private/dovecot: mail transport unavailable'],
  ['here', 'alias database unavailable'],
  ['here', 'mail system configuration error'],
  [
    'content',
    from(
      'mx.example.net',
      '451 4.7.1 Your message was considered as junk by our filters (score 12.1)',
      'end of DATA',
    ),
  ],
  [
    'too-large',
    from(
      'mx.example.net',
      '452 4.3.4 Message size exceeds fixed maximum message size of 10 MB',
      'MAIL FROM',
    ),
  ],
  [
    'account-stopped',
    from(
      'smtp.relay.test',
      '451 4.7.1 Your account has been suspended, contact support',
      'MAIL FROM',
    ),
  ],
  [
    'rate-limited',
    from(
      'smtp.gmail.com',
      '450-4.2.1 Daily user sending limit exceeded. For more information on Gmail sending limits go to',
      'RCPT TO',
    ),
  ],
  [
    'rate-limited',
    from('smtp-relay.brevo.com', '451 4.7.0 Too many messages, slow down', 'MAIL FROM'),
  ],
  [
    'loops',
    from('mx.example.net', '451 4.4.6 Too many hops: the message is in a loop', 'end of DATA'),
  ],
  [
    'silent',
    'delivery temporarily suspended: lost connection with smtp.orange.test[192.0.2.6] while receiving the initial server greeting',
  ],
  [
    'no-mechanism',
    'delivery temporarily suspended: SASL authentication failed; cannot authenticate to server smtp.relay.test[192.0.2.4]: no mechanism available',
  ],
  [
    'busy',
    from(
      'mx.example.net',
      '421 4.3.0 collect: Cannot write (bfflush, uid=0, gid=25): resources temporarily unavailable',
      'end of DATA',
    ),
  ],
  [
    'rate-limited',
    from(
      'mx1.hotmail.test',
      "421 RP-001 (COL0-MC6-F41) Unfortunately, some messages from 198.51.100.9 weren't sent. The mail server IP connecting has exceeded the rate limit allowed.",
      'MAIL FROM',
    ),
  ],
  [
    'rate-limited',
    from('mx.laposte.test', '421 4.5.1 Too many errors, come back later', 'RCPT TO'),
  ],
  [
    'rate-limited',
    from(
      'smtp.free.test',
      '421 Too many spams from your IP (198.51.100.9), please visit http://postmaster.free.test/',
      'MAIL FROM',
    ),
  ],
  [
    'rate-limited',
    from('mx.example.net', '450 4.7.1 Error: too much mail from 198.51.100.9', 'RCPT TO'),
  ],
  [
    'greylisted',
    from(
      'mx.example.net',
      '451 Resources temporarily unavailable. Please try again later, greylisting in action',
    ),
  ],
  [
    'greylisted',
    from('mx.example.net', '450 4.7.1 Client host rejected: greylisted for 300 seconds'),
  ],
  [
    'blocked',
    from(
      'mx.example.net',
      '450 4.7.1 Client host rejected: cannot find your reverse hostname, [198.51.100.9]',
    ),
  ],
  [
    'blocked',
    from(
      'mx.example.net',
      '450 4.7.1 Service unavailable; client [198.51.100.9] blocked using zen.spamhaus.org',
    ),
  ],
  [
    'blocked',
    from('mx.example.net', '450 4.7.1 <mail.example.org>: Helo command rejected: Host not found'),
  ],
  [
    'unknown-user',
    from(
      'mx.example.net',
      '450 4.1.1 <x@example.net>: Recipient address rejected: undeliverable address: unknown user',
    ),
  ],
  ['unknown-user', from('mx.example.net', '452 4.1.0 Mailbox does not exist')],
  [
    'mailbox-full',
    from(
      'mx.web.test',
      '452 Requested action not taken: mailbox for x@web.test exceeds its storage allocation',
    ),
  ],
  ['mailbox-full', from('mx.example.net', "452 4.2.1 The user's mailbox is full, try again later")],
  ['busy', from('mx.example.net', '451 4.3.5 Server configuration error, please retry later')],
  [
    'busy',
    from(
      'mx.example.net',
      '421 4.3.2 Service not available, closing transmission channel',
      'MAIL FROM',
    ),
  ],
  ['busy', from('mx.example.net', '450 4.3.2 Please try again', 'end of DATA')],
  ['not-reached', 'connect to mx.example.net[192.0.2.5]:25: Connection reset by peer'],
  [
    'sender-refused',
    from(
      'mail.smtp2go.com',
      '450 4.7.1 That from address is not allowed; add it as a verified sender',
      'MAIL FROM',
    ),
  ],
  [
    'login-refused',
    'SASL authentication failed; server in-v3.mailjet.com[192.0.2.1] said: 535 Authentication failed: invalid api key',
  ],
  ['tls', 'TLS handshake failed with mx.example.net[192.0.2.5]: certificate has expired'],
  [
    'blocked',
    from(
      'mx.zoho.test',
      '451 4.7.1 The sending IP address is currently blocked by policy, contact support',
    ),
  ],
  ['blocked', from('mx.uceprotect.test', '450 Your IP 198.51.100.9 is UCEPROTECT-Level 2 listed')],
  [
    'blocked',
    from(
      'mx.example.net',
      '421 4.7.1 Connections not accepted from servers without a valid PTR record',
      'initial greeting',
    ),
  ],
  ['busy', from('mx.example.net', '421 4.3.2 Over load, too busy to accept mail', 'MAIL FROM')],
  ['busy', from('mx.zoho.test', '451 4.3.2 Please try again later: server in maintenance')],
  ['busy', from('mx.example.net', '421 4.4.1 Connection to backend timed out', 'end of DATA')],
  [
    'busy',
    from(
      'mx.mail.test',
      '451 4.7.0 Temporary server error. Please try again later. PRX5',
      'end of DATA',
    ),
  ],
  [
    'rate-limited',
    from('mx.apple.test', '450 4.2.0 Too many messages from 198.51.100.9, try again later'),
  ],
  ['rate-limited', from('mx.att.test', '452 4.5.3 Too many recipients')],
  [
    'rate-limited',
    from('smtp.sendgrid.test', '451 You have exceeded your messaging limits', 'end of DATA'),
  ],
  [
    'rate-limited',
    from(
      'email-smtp.eu-west-1.amazonaws.com',
      '454 Throttling failure: Maximum sending rate exceeded.',
      'end of DATA',
    ),
  ],
  ['greylisted', from('mx.example.net', '450 4.7.0 You have been graylisted, try later')],
  ['greylisted', from('mx.example.net', '451 DT:SPM 163 mx, please try again in 10 minutes')],
  ['mailbox-full', from('mx.yahoo.test', '452 4.2.2 Mailbox over quota')],
  [
    'mailbox-full',
    from(
      'mx.example.net',
      '452 4.2.2 <x@example.net> Quota exceeded (mailbox for user is full)',
      'end of DATA',
    ),
  ],
  [
    'unknown-user',
    from(
      'mx.example.net',
      '450 <x@example.net>: Recipient address rejected: No such recipient here',
    ),
  ],
  [
    'unknown-user',
    from(
      'mx.example.net',
      '450 4.3.2 <x@example.net>: Recipient address rejected: account disabled',
    ),
  ],
  [
    'unknown-user',
    from('mx.example.net', '451 4.1.1 Account that you tried to reach does not exist'),
  ],
  [
    'not-authenticated',
    from('mx.example.net', '451 4.7.1 SPF check failed for example.org', 'MAIL FROM'),
  ],
  [
    'not-authenticated',
    from('mx.example.net', '451 4.7.5 DKIM signature did not verify', 'end of DATA'),
  ],
  [
    'sender-refused',
    from('smtp.strato.test', '450 4.7.1 Sender address is not allowed', 'MAIL FROM'),
  ],
  [
    'sender-refused',
    from(
      'smtp.gmx.test',
      '450 5.7.0 Sender address does not belong to logged in user',
      'MAIL FROM',
    ),
  ],
  ['content', from('mx.example.net', '451 4.7.1 Spam message rejected', 'end of DATA')],
  ['content', from('mx.example.net', '451 4.6.0 Message has bad header lines', 'end of DATA')],
  [
    'too-large',
    from('mx.example.net', '452 4.2.3 message too large for this mailbox', 'MAIL FROM'),
  ],
  ['tls', 'Server certificate not verified: subject mismatch'],
  ['not-reached', 'connect to mx.example.net[192.0.2.5]:25: Operation timed out'],
  [
    'not-reached',
    'lost connection with mx.example.net[192.0.2.5] while performing the EHLO handshake',
  ],
  [
    'name-server',
    'Host or domain name not found. Name service error for name=mx.example.net type=A: Host not found, try again',
  ],
  ['here', 'unable to look up transport table: lookup failure'],
  [
    'login-refused',
    'SASL authentication failed; server smtp.ionos.test[192.0.2.3] said: 535 Authentication credentials invalid',
  ],
  [
    'account-stopped',
    from(
      'smtp.mailgun.org',
      '421 Domain example.org is not allowed to send: account disabled, billing',
      'MAIL FROM',
    ),
  ],
]
