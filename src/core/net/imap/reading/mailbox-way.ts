/** The ways into a mailbox that is only read. */
import type { Duplex } from 'node:stream'
import type { Secret } from '../../../../shared/secret.ts'

/** Over the network, with a user and a password or a token. */
export interface MailboxWay {
  readonly host: string
  readonly port: number
  /** `none-on-loopback`: in the clear, and only to an address of this computer. */
  readonly security: 'tls' | 'starttls' | 'none-on-loopback'
  readonly user: string
  readonly password: Secret
  /** Authorities to judge the certificate by. @default Node's own */
  readonly caPem?: string
  /** The name that the certificate must have. @default the host */
  readonly certificateName?: string
}

/** A byte pipe that is logged in already (a PREAUTH greeting, RFC 9051, 7.1.4), as `doveadm exec imap` gives one. */
export interface MailboxPipe {
  readonly open: (signal: AbortSignal) => Promise<Duplex>
  /** How it is called in failures. @default 'the server' */
  readonly name?: string
}

/** How the way is called in failures. */
export const nameOfWay = (way: MailboxWay | MailboxPipe): string =>
  'open' in way ? (way.name ?? 'the server') : way.host
