/** Words for settings: where services find each other. */
import type { EnvKeyText } from './text.ts'

export const addresses = {
  ADMIN_ADDRESS: {
    label: 'Address of the administration',
    meaning:
      'Host name or address, without a port, at which the other containers look for the administration.',
  },
  FRONT_ADDRESS: {
    label: 'Address of the web and mail gate',
    meaning:
      'Host name or address, without a port, at which the other containers look for the web and mail gate.',
  },
  IMAP_ADDRESS: {
    label: 'Address of the mailbox server',
    meaning:
      'Host name or address, without a port, at which the other containers look for the mailbox server.',
  },
  SMTP_ADDRESS: {
    label: 'Address of the mail server',
    meaning:
      'Host name or address, without a port, at which the other containers look for the mail server.',
  },
  ANTISPAM_ADDRESS: {
    label: 'Address of the spam filter',
    meaning:
      'Host name or address, without a port, at which the other containers look for the spam filter.',
  },
  ANTIVIRUS_ADDRESS: {
    label: 'Address of the virus scanner',
    meaning:
      'Host name or address, without a port, at which the other containers look for the virus scanner.',
  },
  WEBMAIL_ADDRESS: {
    label: 'Address of the webmail',
    meaning:
      'Host name or address, without a port, at which the other containers look for the webmail.',
  },
  WEBDAV_ADDRESS: {
    label: 'Address of the calendar server',
    meaning:
      'Host name or address, without a port, at which the other containers look for the calendar server.',
  },
  REDIS_ADDRESS: {
    label: 'Address of the Redis store',
    meaning:
      'Host name or address, without a port, at which the other containers look for the Redis store.',
  },
  OLETOOLS_ADDRESS: {
    label: 'Address of the macro scanner',
    meaning:
      'Host name or address, without a port, at which the other containers look for the macro scanner.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
