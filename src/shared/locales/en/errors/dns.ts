import type { dnsErrors } from '../../../errors/dns.ts'
import type { ErrorTexts } from './texts.ts'

export const dns: ErrorTexts<typeof dnsErrors> = {
  'dns-mailu-silent': {
    what: 'Mailu did not say which domains it serves.',
    why: 'Its admin service in “{project}” said: {reply}',
    now: 'Look at the services; once admin runs, ask again.',
    mail: 'none',
  },
  'dns-domain-not-found': {
    what: 'This Mailu does not serve the domain “{domain}”.',
    why: 'It serves: {known}.',
    now: 'Choose one of these, or add the domain in Mailu’s administration first.',
    mail: 'none',
  },
  'dns-host-not-found': {
    what: 'Postern knows no DNS host called “{host}”.',
    why: 'The list has: {known}.',
    now: 'Choose one of these, or copy name and value as they are.',
    mail: 'none',
  },
  'dns-not-as-planned': {
    what: 'Records of {domain} are not as they should be: {records}',
    why: 'What the name servers answer differs from the plan.',
    now: 'Enter them at your DNS host as dns plan shows them.',
    mail: 'may',
  },
}
