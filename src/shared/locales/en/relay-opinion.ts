/** What the relay's provider itself says: `relay.opinion` of the catalogue. */

/** Which key a provider wants for questions, and where it is made. It is seldom the one that the server sends with. */
const keys: Readonly<Record<string, string>> = {
  sendgrid:
    'An API key that may read sender authentication and credits (Settings, API Keys). One that may only send is refused.',
  mailgun: 'An API key of your account (API Security), not the password of an SMTP user.',
  mandrill: 'An API key of Mandrill.',
  postmark: 'The account token (Account, API Tokens), not the token of a server.',
  ses: 'Access key ID and secret access key of an IAM user that may do ses:GetEmailIdentity and ses:GetAccount, with a colon between them. SMTP credentials are none.',
  brevo: 'An API key (it begins with xkeysib-), not the SMTP key.',
  smtp2go: 'An API key that may view sender domains and statistics (Sending, API Keys).',
  mailjet: 'API key and secret key, with a colon between them.',
  scaleway: 'The secret key of an IAM API key that may read Transactional Email.',
}

/** Why there is nothing to ask. */
const none: Readonly<Record<string, string>> = {
  fastmail: 'Fastmail has no API for this.',
  gmail: 'Google tells this to administrators of a Workspace only, in its own console.',
  generic: 'Of this relay Postern knows no API.',
}

/** How much went out, by what is told and of which time; in the sentence too. */
export const usage = {
  'of-month': '{used} of {limit} this month',
  'of-cycle': '{used} of {limit} this month of the plan',
  'of-week': '{used} of {limit} this week',
  'of-day': '{used} of {limit} today',
  'of-window-day': '{used} of {limit} in the last 24 hours',
  'of-plan': '{used} of {limit} of the plan',
  'used-month': '{used} this month',
  'used-cycle': '{used} this month of the plan',
  'used-week': '{used} this week',
  'used-day': '{used} today',
  'used-window-day': '{used} in the last 24 hours',
  'used-window-30-days': '{used} in the last 30 days',
  'used-plan': '{used} of the plan',
  'left-day': '{left} left for today',
  'left-plan': '{left} left',
} as const

const codes = {
  'domain-valid': '{domain} is verified.',
  'domain-partial': '{domain} is verified, but not in all parts.',
  'domain-invalid': '{domain} is not verified.',
  'domain-disabled': '{domain} is switched off. Look into your account there.',
  'domain-absent':
    'Your account there has no domain {domain}. Add it there, or look whether the key belongs to the right account and region.',
  'domain-pending': 'It has not looked at {domain} yet.',
  'key-refused': 'It does not take the key, or the key may not read this.',
  'too-many': 'It was asked too often and wants a pause.',
  unreachable: 'It did not answer ({reason}).',
  'not-understood': 'Its answer was not understood ({reason}).',
  'usage-not-told': 'How much went out it does not tell.',
} as const

export const relayOpinion = {
  keys,
  none,
  codes: { ...codes, ...usage },
  noDomain: 'Which domain to ask about is not known: DOMAIN is not in the settings of Mailu.',
  notAsked: 'Not asked: no key is kept.',
  unconfirmed:
    'Not all of this API is confirmed by the provider’s own pages. What it says may be read wrongly.',
} as const
