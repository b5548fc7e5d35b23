/** The list of hosts contacted. */
export const contacts = {
  title: 'Who was contacted',
  note: 'Every host that Postern connected to, or asked your server to connect to. It has no other talk: no statistics, no update check.',
  none: 'Nobody was contacted yet',
  noneWhy: 'Each connection is listed here from the first one on.',
  more: 'Show all {n}',
  less: 'Show fewer',
  line: '{protocol}, {from}',
  through: 'through {via}',
  times: 'once | once | {n} times',
  from: { here: 'this computer', server: 'your server' },
  protocol: {
    ssh: 'SSH',
    smtp: 'mail (SMTP)',
    imap: 'mailbox (IMAP)',
    pop3: 'mailbox (POP3)',
    http: 'web',
    dns: 'names (DNS)',
    resolver: 'names, by the system',
    other: 'other',
  },
} as const
