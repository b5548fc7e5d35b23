/** The doctor's words: names of the nine hops, and what was found at each. A red hop says what is wrong and what to do. */
import type { ErrorCode } from '../../errors.ts'
import { errors } from './errors/index.ts'

const remedies = [
  'ssh-config-not-readable',
  'host-not-found',
  'host-unreachable',
  'host-refused',
  'host-timed-out',
  'local-network-denied',
  'jump-failed',
  'proxy-command-failed',
  'host-silent',
  'host-not-ssh',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'host-key-mismatch',
  'login-refused',
  'key-not-readable',
  'key-on-device',
  'key-certificate',
  'key-putty-file',
  'key-passphrase-needed',
  'key-passphrase-wrong',
  'agent-not-reachable',
  'secret-not-readable-here',
  'connection-lost',
  'timed-out',
  'no-shell',
  'sudo-password-needed',
  'sudo-password-wrong',
  'sudo-not-allowed',
  'docker-not-found',
  'docker-not-running',
  'docker-not-allowed',
  'compose-not-found',
  'mailu-not-found',
] as const satisfies readonly ErrorCode[]

type Remedy = (typeof remedies)[number]

const remedyTexts = Object.fromEntries(
  remedies.map(code => [code, `${errors[code].what} ${errors[code].now}`]),
) as Readonly<Record<Remedy, string>> // one for each of the list

export const doctor = {
  steps: {
    dns: 'Name',
    tcp: 'Line',
    banner: 'SSH answers',
    'host-key': 'It is your server',
    auth: 'Login',
    sudo: 'Root rights',
    docker: 'Docker',
    compose: 'Compose',
    mailu: 'Mailu',
  },
  codes: {
    'dns-found': '{host} is {addresses}.',
    'dns-address': '{host} is an address; no name is needed.',
    'dns-via': 'The name is looked up by {via}, on the way.',
    'tcp-open': '{address} answers on port {port}.',
    'tcp-via': 'Reached through {via}.',
    'banner-read': 'It says {banner}.',
    'host-key-in-known-hosts': 'Its {type} key {sha256} is the one in your known_hosts.',
    'host-key-accepted': 'Its {type} key {sha256} is the one that you accepted.',
    'login-works': '{user} is let in by {way}.',
    'sudo-works': '{user} can become root by sudo.',
    'sudo-root': 'The login is root already.',
    'sudo-not-needed':
      '{user} may use Docker without sudo. Files that belong to root may still need it.',
    'docker-works': 'Docker {version} answers.',
    'compose-works': 'Docker Compose {version} is there.',
    'mailu-found': 'Found: {projects}.',
    'not-tried': 'Not tried: something before it has to work first.',
    ...remedyTexts,
  },
} as const
