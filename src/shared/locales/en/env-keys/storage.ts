/** Words for settings: stored mail and search. */
import type { EnvKeyText } from './text.ts'

export const storage = {
  COMPRESSION: {
    label: 'Compression of stored mail',
    meaning: 'How mail is compressed on the disk. Copies of the folders are then no plain text.',
  },
  COMPRESSION_LEVEL: {
    label: 'Strength of the compression',
    meaning: 'From 1 (fast) to 9 (small).',
  },
  FULL_TEXT_SEARCH: {
    label: 'Search in texts',
    meaning: 'Languages whose words are indexed for searching in mail, or off.',
  },
  FULL_TEXT_SEARCH_ATTACHMENTS: {
    label: 'Search in attachments',
    meaning:
      'Whether attachments are indexed as well. Any text, even false, means yes; leave it empty for no.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
