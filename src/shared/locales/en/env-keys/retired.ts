/** Words for settings: settings of older versions. */
import type { EnvKeyText } from './text.ts'

export const retired = {
  AUTH_RATELIMIT: {
    label: 'Login limit (old)',
    meaning: 'One limit for all logins, as in Mailu 1.7 and 1.8, such as 10/minute;1000/hour.',
  },
  AUTH_RATELIMIT_SUBNET: {
    label: 'Login limit per network (old)',
    meaning: 'Whether the old login limit counted networks in place of addresses.',
  },
  PASSWORD_SCHEME: {
    label: 'Kind of password hash (old)',
    meaning: 'Which hash new passwords got. Mailu chooses by itself now.',
  },
  ROOT: {
    label: 'Storage folder (old)',
    meaning: 'Where Mailu’s files lie. The compose file says it now.',
  },
  VERSION: {
    label: 'Version (old)',
    meaning: 'Which version of the images to run. The compose file and .env say it now.',
  },
  PUBLIC_IPV4: {
    label: 'Public address (old)',
    meaning: 'The address to listen on. The compose file says it now.',
  },
  PUBLIC_IPV6: {
    label: 'Public IPv6 address (old)',
    meaning: 'The IPv6 address to listen on. The compose file says it now.',
  },
  BIND_ADDRESS4: {
    label: 'Listening address (old)',
    meaning: 'The IPv4 address to listen on. The compose file says it now.',
  },
  BIND_ADDRESS6: {
    label: 'Listening IPv6 address (old)',
    meaning: 'The IPv6 address to listen on. The compose file says it now.',
  },
  BIND_INTERFACE: {
    label: 'Listening interface (old)',
    meaning: 'The network interface to listen on. The compose file says it now.',
  },
  LOG_DRIVER: {
    label: 'Log driver (old)',
    meaning: 'Where Docker keeps the logs. The compose file says it now.',
  },
  POSTFIX_LOG_FILE: {
    label: 'Postfix log file (old)',
    meaning: 'A file for the mail server’s log. The log goes to Docker now.',
  },
  POSTFIX_LOG_SYSLOG: {
    label: 'Postfix syslog (old)',
    meaning: 'Whether the mail server’s log went to syslog. The log goes to Docker now.',
  },
  HOST_ADMIN: {
    label: 'Host of ADMIN (old)',
    meaning:
      'Where ADMIN was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_FRONT: {
    label: 'Host of FRONT (old)',
    meaning:
      'Where FRONT was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_IMAP: {
    label: 'Host of IMAP (old)',
    meaning:
      'Where IMAP was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_LMTP: {
    label: 'Host of LMTP (old)',
    meaning:
      'Where LMTP was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_POP3: {
    label: 'Host of POP3 (old)',
    meaning:
      'Where POP3 was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_SMTP: {
    label: 'Host of SMTP (old)',
    meaning:
      'Where SMTP was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_AUTHSMTP: {
    label: 'Host of AUTHSMTP (old)',
    meaning:
      'Where AUTHSMTP was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_WEBMAIL: {
    label: 'Host of WEBMAIL (old)',
    meaning:
      'Where WEBMAIL was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_WEBDAV: {
    label: 'Host of WEBDAV (old)',
    meaning:
      'Where WEBDAV was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_REDIS: {
    label: 'Host of REDIS (old)',
    meaning:
      'Where REDIS was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_ANTISPAM: {
    label: 'Host of ANTISPAM (old)',
    meaning:
      'Where ANTISPAM was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_ANTISPAM_MILTER: {
    label: 'Host of ANTISPAM_MILTER (old)',
    meaning:
      'Where ANTISPAM_MILTER was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_ANTISPAM_WEBUI: {
    label: 'Host of ANTISPAM_WEBUI (old)',
    meaning:
      'Where ANTISPAM_WEBUI was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_ANTIVIRUS: {
    label: 'Host of ANTIVIRUS (old)',
    meaning:
      'Where ANTIVIRUS was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  HOST_OLETOOLS: {
    label: 'Host of OLETOOLS (old)',
    meaning:
      'Where OLETOOLS was looked for, up to Mailu 1.9. The settings that end in _ADDRESS say it now, without a port.',
  },
  POD_ADDRESS_RANGE: {
    label: 'Address range of pods (old)',
    meaning: 'The trusted network in Kubernetes. The internal network takes its place.',
  },
  KUBERNETES_INGRESS: {
    label: 'Kubernetes ingress (old)',
    meaning: 'Whether an ingress stood in front. TLS_FLAVOR and the proxy settings say it now.',
  },
  QUOTA_STORAGE_URL: {
    label: 'Quota store (old)',
    meaning: 'Where the used space was kept. It follows the address of Redis now.',
  },
  ANTISPAM: {
    label: 'Spam filter (old)',
    meaning: 'Whether there was a spam filter. It always runs now.',
  },
  COMPOSE_PROJECT_NAME: {
    label: 'Project name (no effect here)',
    meaning:
      'Compose takes the name of the project from its own environment or from .env, never from this file.',
  },
  HOSTNAME: {
    label: 'Host name (old)',
    meaning: 'One single host name. The list of host names takes its place.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
