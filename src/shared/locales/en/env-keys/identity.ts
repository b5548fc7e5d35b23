/** Words for settings: who the server is. */
import type { EnvKeyText } from './text.ts'

export const identity = {
  SECRET_KEY: {
    label: 'Secret key',
    meaning:
      'Random text from which sessions, cookies and forwarding addresses are signed. Changing it logs everybody out and breaks replies to mail that was forwarded shortly before.',
  },
  DOMAIN: {
    label: 'Main mail domain',
    meaning:
      'The domain in the name of which this server speaks: bounces come from it and reports about it are addressed to it.',
  },
  HOSTNAMES: {
    label: 'Host names',
    meaning:
      'Names by which the server is reached, separated by commas. The first one is its public name: it greets other servers with it and appears in the DNS records.',
  },
  POSTMASTER: {
    label: 'Postmaster',
    meaning:
      'The part before the @ of the account that receives notices of the mail system. It must exist as a user or an alias.',
  },
  SUBNET: {
    label: 'Internal network',
    meaning:
      'The IPv4 network that the containers share. It must be the one that the compose file gives the default network; whoever is in it is trusted.',
  },
  SUBNET6: {
    label: 'Internal network, IPv6',
    meaning:
      'The IPv6 network that the containers share. Where it is set the services listen on IPv6 too.',
  },
  TZ: {
    label: 'Time zone',
    meaning:
      'Time zone of the containers: of log lines, and of the time at which a fetched account was last asked.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
