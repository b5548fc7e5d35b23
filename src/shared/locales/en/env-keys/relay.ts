/** Words for settings: outgoing mail. */
import type { EnvKeyText } from './text.ts'

export const relay = {
  RELAYHOST: {
    label: 'Outgoing relay',
    meaning:
      'The server that takes all mail to the outside, as [host]:port. Empty: this server delivers by itself, which hardly works from a home connection.',
  },
  RELAYUSER: {
    label: 'Relay user',
    meaning:
      'The name with which this server logs in to the relay. A colon in it would be taken for the beginning of the password.',
  },
  RELAYPASSWORD: {
    label: 'Relay password',
    meaning: 'The password, or the key, with which this server logs in to the relay.',
  },
  OUTBOUND_TLS_LEVEL: {
    label: 'Encryption of outgoing mail',
    meaning:
      'How strictly connections to other servers are encrypted. With a relay choose secure (its name is verified) or at least encrypt.',
  },
  DEFER_ON_TLS_ERROR: {
    label: 'Hold mail when encryption fails',
    meaning:
      'Whether mail waits when the other side’s encryption cannot be verified. Postfix takes any text here for yes; only the check of DANE records honours no.',
  },
  RELAYNETS: {
    label: 'Networks that may send without a password',
    meaning:
      'Addresses or networks whose machines may send mail to anywhere through this server without logging in. Keep it as small as possible.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
