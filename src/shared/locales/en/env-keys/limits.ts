/** Words for settings: sizes and rates. */
import type { EnvKeyText } from './text.ts'

export const limits = {
  MESSAGE_SIZE_LIMIT: {
    label: 'Largest message',
    meaning:
      'How many bytes a message may have, attachments included. An attachment grows by a third on its way, so allow for that.',
  },
  MESSAGE_RATELIMIT: {
    label: 'Messages a user may send',
    meaning:
      'How many recipients a user may write to in a time before further mail is refused for a while.',
  },
  MESSAGE_RATELIMIT_EXEMPTION: {
    label: 'Senders without that limit',
    meaning: 'Addresses of users who may send as much as they like.',
  },
  DEFAULT_QUOTA: {
    label: 'Mailbox size of new users',
    meaning:
      'How many bytes the form for a new user proposes. The programming interface and the command line always take 1 GB.',
  },
  DEFAULT_SPAM_THRESHOLD: {
    label: 'Spam threshold of new users',
    meaning: 'How sure the filter must be before mail of a new user goes to Junk.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
