import { usage } from './relay-opinion.ts'

/** The relay in one sentence: `relay.sentence` of the catalogue. {ago} stands for how long ago {at} was. */
export const relaySentence = {
  lead: {
    right: 'Mail leaves by {relay}.',
    differs: 'Mail leaves by {relay}, some of it late.',
    wrong: 'Mail does not leave by {relay} as it should.',
    unknown: 'Cannot tell whether mail leaves by {relay}.',
  },
  clauses: {
    'login-in': 'logged in {ago}',
    'login-out': 'login refused {ago}',
    'login-unknown': 'login not seen',
    'login-none': 'no login needed',
    'waiting-none': '0 waiting',
    'waiting-unknown': 'cannot tell what waits',
    waiting: '{count} waiting, the oldest {ago}',
    'waiting-put-off':
      '{count} waiting: the relay takes the login and puts off the mail, the oldest {ago}',
    'waiting-stuck': '{count} stuck until something is put right, the oldest {ago}',
    'refusal-none': 'last refusal: none',
    'refusal-deferred': 'puts off mail since {ago}: {reply}',
    'refusal-bounced': 'returned a message {ago}: {reply}',
    'refusal-over-deferred': 'put off a message {ago}, others left since',
    'refusal-over-bounced': 'returned a message {ago}, others left since',
    'delivery-last': 'last one left {ago}',
    'delivery-none-seen': 'no delivery seen in the last days',
    'opinion-domain-valid': '{provider} says {domain} is verified',
    'opinion-domain-partial': '{provider} says {domain} is verified, not in all parts',
    'opinion-domain-invalid': '{provider} says {domain} is not verified',
    'opinion-domain-disabled': '{provider} has switched {domain} off',
    'opinion-domain-absent': '{provider} knows no domain {domain}',
    'opinion-domain-pending': '{provider} has not looked at {domain} yet',
    'opinion-key-refused': '{provider} does not take the key for questions',
    'opinion-unknown': 'what {provider} says is not known',
    'usage-unknown': 'how much went out is not known',
    ...usage,
  },
} as const
