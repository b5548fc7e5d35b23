/** Words for settings: fetched accounts. */
import type { EnvKeyText } from './text.ts'

export const fetch = {
  FETCHMAIL_ENABLED: {
    label: 'Fetched accounts',
    meaning:
      'Whether users may have mail fetched from mailboxes elsewhere. It also needs the fetchmail service.',
  },
  FETCHMAIL_DELAY: {
    label: 'Pause between fetches',
    meaning: 'How many seconds pass between two rounds through all fetched accounts.',
  },
  FETCHMAIL_OPTIONS: {
    label: 'Additional fetchmail options',
    meaning:
      'Words that are added to each account in fetchmail’s own language. The value must begin with a blank, because Mailu puts it right behind its own words.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
