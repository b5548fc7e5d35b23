/** Hosts contacted and a diagnostics bundle, as a core with two servers answers them. */
import type { Diagnostics } from '../../../src/shared/contract/settings.ts'
import type { Contact } from '../../../src/shared/model/contact.ts'

const contact = (over: Partial<Contact>): Contact => ({
  host: 'home.example.org',
  port: 22,
  protocol: 'ssh',
  from: 'here',
  addresses: ['192.168.1.20'],
  firstAt: '2026-11-01T09:00:00.000Z',
  lastAt: '2026-11-22T09:28:00.000Z',
  times: 41,
  ...over,
})

export const contacts: Contact[] = [
  contact({}),
  contact({
    host: 'smtp.sendgrid.net',
    port: 587,
    protocol: 'smtp',
    from: 'server',
    via: 'home.example.org',
    addresses: [],
    lastAt: '2026-11-22T09:12:00.000Z',
    times: 3,
  }),
  contact({ host: '192.168.1.1', port: 53, protocol: 'resolver', addresses: [], times: 44 }),
  contact({ host: 'office.example.org', port: 2222, via: 'jump.example.org', times: 1 }),
  contact({ host: '2001:db8::25', port: 25, protocol: 'smtp', times: 2 }),
  contact({ host: 'mail.example.org', port: 993, protocol: 'imap', times: 2 }),
  contact({ host: 'mail.example.org', port: 443, protocol: 'http', times: 2 }),
]

export const bundle: Diagnostics = {
  id: 'bundle-1',
  madeAt: '2026-11-22T10:34:00.000Z',
  replaced: 23,
  text: `Postern diagnostics
made at 2026-11-22T10:34:00.000Z
Names, addresses, hosts, keys and other words were replaced, the same one by the same word.

== versions ==
postern: 0.1.0
host: electron packaged
system: linux x64 6.12.0-1-amd64
electron: 45.4.1

== servers ==
server: server-1
  host: host-1
  port: 22
  user: user-1
  engine: docker
  version: 28.5.1
  compose: v2 2.40.3
  project: project-1
    services: admin, antispam, antivirus, front, imap, resolver, smtp, webmail

== work ==
2026-11-22T10:30:11.402Z relay.probe failed
  server: server-1
  error: host-refused
  host: host-4
  connect ECONNREFUSED ip-2:587

== end of the log ==
nothing
`,
}
