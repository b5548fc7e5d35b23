/** Words for settings: spam, viruses, signatures. */
import type { EnvKeyText } from './text.ts'

export const spam = {
  ANTIVIRUS: {
    label: 'Virus scanner',
    meaning: 'Whether mail is scanned for viruses. ClamAV takes more than a gigabyte of memory.',
  },
  ANTIVIRUS_ACTION: {
    label: 'What happens to viruses',
    meaning: 'discard drops infected mail silently, reject tells the sender.',
  },
  SCAN_MACROS: {
    label: 'Look for dangerous macros',
    meaning: 'Whether office documents are examined for macros that do harm.',
  },
  DMARC_RUA: {
    label: 'Receiver of DMARC summaries',
    meaning:
      'The part before the @ of the address to which other servers send their daily summaries about your domain.',
  },
  DMARC_RUF: {
    label: 'Receiver of DMARC failures',
    meaning: 'The part before the @ of the address to which other servers report single failures.',
  },
  DMARC_SEND_REPORTS: {
    label: 'Send DMARC summaries',
    meaning: 'Whether this server sends such daily summaries to others.',
  },
  DKIM_SELECTOR: {
    label: 'DKIM selector',
    meaning: 'The name under which the key that signs your mail stands in the DNS.',
  },
  DKIM_PATH: {
    label: 'DKIM key files',
    meaning:
      'Where the signing keys lie inside the containers; {domain} and {selector} are filled in.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
