/** Codes of failures between this computer and a server: name, line, host key, login, rights. */
import { of } from './of.ts'

export const serversErrors = {
  'server-not-found': of<{ server: string }>(),
  'server-exists': of<{ name: string }>(),
  'server-choice-needed': of<{ names: string }>(),
  'host-not-found': of<{ host: string }>(),
  'host-unreachable': of<{ host: string; port: number; tried: string }>(),
  'host-refused': of<{ host: string; port: number; tried: string }>(),
  'host-timed-out': of<{ host: string; port: number; tried: string; seconds: number }>(),
  'host-not-ssh': of<{ host: string; port: number; banner: string }>(),
  'local-network-denied': of<{ host: string }>(),
  'host-key-unknown': of<{ host: string; type: string; sha256: string }>(),
  'host-key-mismatch': of<{ host: string; sha256: string; accepted: string }>(),
  'host-key-changed': of<{ host: string; type: string; sha256: string; recorded: string }>(),
  'login-refused': of<{ user: string; host: string; tried: string }>(),
  'key-not-readable': of<{ file: string; reason: string }>(),
  'key-passphrase-needed': of<{ file: string }>(),
  'key-passphrase-wrong': of<{ file: string }>(),
  'agent-not-reachable': of<{ socket: string }>(),
  'connection-lost': of<{ host: string }>(),
  'sudo-password-needed': of<{ user: string }>(),
  'sudo-password-wrong': of<{ user: string }>(),
  'sudo-not-allowed': of<{ user: string }>(),
  'remote-command-failed': of<{ command: string; exitCode: number; reply: string }>(),
  'remote-output-too-long': of<{ command: string; limitBytes: number }>(),
} as const
