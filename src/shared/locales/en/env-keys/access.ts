/** Words for settings: doors: ports, proxies, administration, programming interface. */
import type { EnvKeyText } from './text.ts'

export const access = {
  PORTS: {
    label: 'Open ports',
    meaning:
      'Which of the published ports answer. Ports 25, 465 and 993 cannot be closed; add 110, 143 or 587 for old mail programs.',
  },
  PROXY_PROTOCOL: {
    label: 'Ports behind a PROXY-protocol load balancer',
    meaning:
      'Ports on which a load balancer in front announces the true sender address. It needs the proxy’s addresses and no header of its own.',
  },
  REAL_IP_HEADER: {
    label: 'Header with the visitor’s address',
    meaning:
      'Name of the header in which a web proxy in front tells the true address of the visitor.',
  },
  REAL_IP_FROM: {
    label: 'Trusted proxies',
    meaning: 'Addresses or networks of proxies whose word about the visitor’s address is believed.',
  },
  ADMIN: {
    label: 'Administration pages',
    meaning: 'Whether the administration pages can be reached through the web server.',
  },
  WEB_ADMIN: {
    label: 'Path of the administration pages',
    meaning: 'Where the administration pages lie on the web server.',
  },
  API: {
    label: 'REST API',
    meaning: 'Whether programs may manage domains, users and aliases through the web server.',
  },
  WEB_API: {
    label: 'Path of the REST API',
    meaning: 'Where the programming interface lies on the web server.',
  },
  API_TOKEN: {
    label: 'REST API token',
    meaning: 'The password that programs send to the programming interface.',
  },
  PROXY_AUTH_WHITELIST: {
    label: 'Proxies that may log people in',
    meaning:
      'Addresses of proxies whose header names the user, who is then logged in without a password.',
  },
  PROXY_AUTH_HEADER: {
    label: 'Header that names the user',
    meaning: 'Name of the header in which such a proxy tells who is at the door.',
  },
  PROXY_AUTH_CREATE: {
    label: 'Create users that the proxy names',
    meaning: 'Whether a person whom the proxy names for the first time gets an account by itself.',
  },
  PROXY_AUTH_LOGOUT_URL: {
    label: 'Page after logging out',
    meaning:
      'Where the browser is sent after logging out, so that the proxy ends its own session too.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
