/** Findings of the checks of mail: receive, send, read, pages. */
export const mail = {
  // receive
  'receive-works': {
    what: 'Mail comes in: your addresses are taken, unknown ones refused.',
    why: '',
    todo: '',
  },
  'receive-not-now': {
    what: 'The server turns incoming mail away for now: “{reply}”',
    why: 'A service behind front is down, or the disk is full. Senders try again for some days.',
    todo: 'Look at smtp, admin and the disk on the server’s page.',
  },
  'receive-filter-silent': {
    what: 'The server turns incoming mail away for now: “{reply}”',
    why: 'The spam filter does not answer, and without it no mail is taken. Senders try again for some days.',
    todo: 'Restart antispam on the server’s page.',
  },
  'receive-greylisted': {
    what: 'Incoming mail is asked to come again: “{reply}”',
    why: 'Greylisting or a limit. Ordinary senders come again within minutes.',
    todo: 'Nothing.',
  },
  'receive-later': {
    what: 'The server did not decide whether it takes mail: “{reply}”',
    why: 'A limit, or a moment’s trouble.',
    todo: 'Nothing. It is asked again by itself.',
  },
  'receive-refused': {
    what: 'The server refuses incoming mail: “{reply}”',
    why: 'A setting of Postfix, or an override, refuses everybody. Senders get their mail back.',
    todo: 'Look at what was changed last in the settings.',
  },
  'receive-real-refused': {
    what: 'The server refuses mail for an address that exists: “{reply}”',
    why: 'The domain or its users are not known to Postfix. Senders get their mail back.',
    todo: 'Look at admin on the server’s page: Postfix asks it for domains and users.',
  },
  'receive-takes-all': {
    what: 'Mail comes in, also for addresses that nobody has.',
    why: 'There is a catch-all address, or unknown addresses are not refused.',
    todo: 'Nothing, if you want a catch-all. Otherwise look for an alias “%”.',
  },
  'receive-no-postmaster': {
    what: 'Mail comes in, but not for {address}.',
    why: 'The address that POSTMASTER names was never made. Every mail server must have it.',
    todo: 'Make a user or an alias of that name.',
  },
  'receive-no-address': {
    what: 'Whether mail comes in could not be tried: no address is known to try.',
    why: 'POSTMASTER names none that exists, and no mailbox was found.',
    todo: 'Make a mailbox, or a user or alias of the name in POSTMASTER.',
  },
  'no-ipv6': {
    what: 'The server takes no mail over IPv6.',
    why: 'It has no public IPv6 address, or does not publish port {port} there.',
    todo: 'Nothing. Mail comes over IPv4.',
  },

  // send
  'send-works': { what: 'Mail programs can hand mail in.', why: '', todo: '' },
  'send-refused': {
    what: 'Port {port} turns mail programs away: “{reply}”',
    why: 'A setting or an override refuses everybody.',
    todo: 'Look at what was changed last in the settings.',
  },
  'send-later': {
    what: 'Port {port} asks to come again: “{reply}”',
    why: 'A limit, or a moment’s trouble.',
    todo: 'Nothing. It is asked again by itself.',
  },
  'send-no-encryption': {
    what: 'Port {port} offers no encryption.',
    why: 'The certificate is missing or cannot be read, so front switched encryption off.',
    todo: 'Read the end of front’s log.',
  },
  'send-no-login': {
    what: 'Port {port} offers no way to log in.',
    why: 'A setting or an override of front switched it off.',
    todo: 'Look at what was changed last in the settings.',
  },
  'send-not-now': {
    what: 'The mail system takes no mail from your programs: “{reply}”',
    why: 'The disk is full, or Postfix is badly set.',
    todo: 'Look at smtp and the disk on the server’s page.',
  },
  'relay-works': { what: 'The relay {relay} lets the server in.', why: '', todo: '' },
  'relay-none': {
    what: 'Mail goes straight to its receivers.',
    why: 'No relay is set.',
    todo: 'Nothing.',
  },
  'relay-login-refused': {
    what: 'The relay {relay} refuses the server’s login: “{reply}”',
    why: 'The password or key was changed, expired or blocked there. Mail to the outside waits on the server.',
    todo: 'Set the relay again on the Sending page.',
  },
  'relay-not-found': {
    what: 'The relay {relay} is not reached.',
    why: 'It is down, its name or port changed, or your line blocks the port. Mail to the outside waits on the server.',
    todo: 'Look at the provider’s status page; try the relay on the Sending page.',
  },
  'relay-no-encryption': {
    what: 'There is no safe connection to the relay {relay} ({reply}).',
    why: 'Its certificate or its encryption changed. Mail to the outside waits on the server.',
    todo: 'Try the relay on the Sending page: it says which step fails.',
  },
  'relay-turns-away': {
    what: 'The relay {relay} turns the server away: “{reply}”',
    why: 'It is out of order, or does not want your address. Mail to the outside waits on the server.',
    todo: 'Try the relay on the Sending page: it says which step fails.',
  },
  'relay-unknown': {
    what: 'Whether the relay lets the server in is not known.',
    why: 'It could not be tried just now.',
    todo: 'Nothing. It is tried again by itself.',
  },
  'queue-empty': { what: 'No mail waits.', why: '', todo: '' },
  'queue-moves': {
    what: '{count} messages wait, the oldest for {minutes} minutes.',
    why: 'Receivers that ask for patience do this every day.',
    todo: 'Nothing.',
  },
  'queue-some-old': {
    what: '{count} messages wait, the oldest for {minutes} minutes: {reply}',
    why: 'Most likely a receiver is out of order or an address is wrong.',
    todo: 'Nothing. After some days they come back to their senders.',
  },
  'queue-old': {
    what: '{count} messages wait, the oldest for {minutes} minutes: {reply}',
    why: 'Mail to several receivers does not leave.',
    todo: 'Look at the Sending page.',
  },
  'queue-grows': {
    what: '{more} more messages wait than a while ago, {count} in all: {reply}',
    why: 'Mail is handed in and does not leave, or somebody sends in bulk through your server.',
    todo: 'Look at the Sending page. If you did not send them, change the password of the sender.',
  },
  'queue-unreadable': {
    what: 'What waits on the server could not be read.',
    why: 'The smtp service does not run, or is just starting.',
    todo: 'Look at smtp on the server’s page.',
  },

  // read
  'read-works': { what: 'Mail programs can read mail.', why: '', todo: '' },
  'read-turned-away': {
    what: 'IMAP turns visitors away on port {port}: “{reply}”',
    why: 'Too many connections at once, or the service is shutting down.',
    todo: 'Look at imap on the server’s page.',
  },
  'read-no-login': {
    what: 'Port {port} offers no way to log in.',
    why: 'A setting or an override of front switched it off.',
    todo: 'Look at what was changed last in the settings.',
  },
  'read-cannot-check': {
    what: 'IMAP cannot check logins: “{reply}”',
    why: 'Dovecot does not reach admin, where the users are, or not the mail folder.',
    todo: 'Look at admin and imap on the server’s page.',
  },
  'read-login-refused': {
    what: 'IMAP answers and checks logins.',
    why: 'The trial login itself was refused: “{reply}” There may be no mailbox yet.',
    todo: 'Nothing.',
  },
  'read-login-untried': {
    what: 'IMAP answers.',
    why: 'A login was not tried: no mailbox is known.',
    todo: 'Nothing.',
  },

  // web
  'web-works': { what: 'The pages of Mailu answer.', why: '', todo: '' },
  'web-fault': {
    what: 'The pages of Mailu answer with an error ({status}).',
    why: 'The admin service behind front does not answer.',
    todo: 'Look at admin on the server’s page, and read the end of its log.',
  },
  'web-not-published': {
    what: 'The server publishes no pages.',
    why: 'Neither port 443 nor port 80 is open to the outside.',
    todo: 'Nothing.',
  },
} as const
