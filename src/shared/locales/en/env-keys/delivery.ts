/** Words for settings: addresses and delivery. */
import type { EnvKeyText } from './text.ts'

export const delivery = {
  REJECT_UNLISTED_RECIPIENT: {
    label: 'Refuse unknown recipients at once',
    meaning:
      'When a user writes to an address here that does not exist: refuse at once (yes) or send a bounce (no).',
  },
  WILDCARD_SENDERS: {
    label: 'Users who may send as anyone',
    meaning:
      'Addresses of users who may use any sender address, for example for a program that sends for several people.',
  },
  RECIPIENT_DELIMITER: {
    label: 'Sub-address characters',
    meaning:
      'Characters after which the rest of a name is ignored, so that you+shop@… reaches you.',
  },
  WELCOME: {
    label: 'Welcome message',
    meaning: 'Whether a new user finds a message in the mailbox.',
  },
  WELCOME_SUBJECT: { label: 'Welcome message: subject', meaning: 'The subject of that message.' },
  WELCOME_BODY: { label: 'Welcome message: text', meaning: 'The text of that message.' },
} as const satisfies Readonly<Record<string, EnvKeyText>>
