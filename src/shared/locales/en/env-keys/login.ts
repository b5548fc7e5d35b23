/** Words for settings: logging in and first accounts. */
import type { EnvKeyText } from './text.ts'

export const login = {
  AUTH_RATELIMIT_IP: {
    label: 'Guesses per network',
    meaning: 'How many names without an account one network may try before it has to wait.',
  },
  AUTH_RATELIMIT_IP_V4_MASK: {
    label: 'Size of a network, IPv4',
    meaning: 'How many leading bits of an IPv4 address count as the same network for that limit.',
  },
  AUTH_RATELIMIT_IP_V6_MASK: {
    label: 'Size of a network, IPv6',
    meaning: 'How many leading bits of an IPv6 address count as the same network for that limit.',
  },
  AUTH_RATELIMIT_USER: {
    label: 'Wrong passwords per account',
    meaning: 'How many different wrong passwords one account takes before it has to wait.',
  },
  AUTH_RATELIMIT_EXEMPTION: {
    label: 'Networks without login limits',
    meaning: 'Addresses or networks to which the login limits do not apply.',
  },
  AUTH_RATELIMIT_EXEMPTION_LENGTH: {
    label: 'Rest from limits after a login',
    meaning:
      'For how many seconds an address is free of the limits once somebody logged in from it.',
  },
  AUTH_REQUIRE_TOKENS: {
    label: 'Mail programs need their own passwords',
    meaning:
      'Lets mail programs in with application tokens only; the account’s password then works in the browser alone.',
  },
  CREDENTIAL_ROUNDS: {
    label: 'Effort of password hashing',
    meaning:
      'How much work one check of a password costs, here and for an attacker. Each step doubles it.',
  },
  SESSION_TIMEOUT: {
    label: 'Session ends when idle',
    meaning: 'After how many seconds without a click a person has to log in again.',
  },
  PERMANENT_SESSION_LIFETIME: {
    label: 'Session ends at the latest',
    meaning: 'After how many seconds a person has to log in again in any case.',
  },
  SESSION_COOKIE_SECURE: {
    label: 'Cookies over HTTPS only',
    meaning:
      'Whether browsers send the session’s cookie over encrypted connections only. Left out, Mailu decides by the kind of certificate.',
  },
  INITIAL_ADMIN_ACCOUNT: {
    label: 'First administrator: name',
    meaning: 'The part before the @ of an administrator who is made sure of at every start.',
  },
  INITIAL_ADMIN_DOMAIN: {
    label: 'First administrator: domain',
    meaning: 'The domain of that administrator’s address.',
  },
  INITIAL_ADMIN_PW: {
    label: 'First administrator: password',
    meaning:
      'The password of that administrator. Mailu passes it on between single quotes, so it cannot contain one.',
  },
  INITIAL_ADMIN_MODE: {
    label: 'First administrator: when',
    meaning:
      'create fails if the account is there, ifmissing leaves it alone, update sets its password again at every start.',
  },
  DOMAIN_REGISTRATION: {
    label: 'Visitors may add domains',
    meaning: 'Whether people who sign up may bring a domain of their own.',
  },
  RECAPTCHA_PUBLIC_KEY: {
    label: 'reCAPTCHA site key',
    meaning:
      'Public half of the keys for the riddle on the sign-up page. Mailu removes names that end in _KEY at start, so only the form with _FILE reaches the page.',
  },
  RECAPTCHA_PRIVATE_KEY: {
    label: 'reCAPTCHA secret key',
    meaning:
      'Secret half of the keys for the riddle on the sign-up page. Only the form with _FILE reaches the page.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
