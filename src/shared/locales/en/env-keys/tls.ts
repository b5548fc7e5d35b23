/** Words for settings: certificates and encryption of incoming connections. */
import type { EnvKeyText } from './text.ts'

export const tls = {
  TLS_FLAVOR: {
    label: 'Where certificates come from',
    meaning:
      'letsencrypt asks Let’s Encrypt for them, cert takes the files that you put into the certs folder, notls leaves encryption to a proxy in front of Mailu.',
  },
  TLS_CERT_FILENAME: {
    label: 'Certificate file',
    meaning:
      'Name of the certificate with its chain in the certs folder, when certificates are your own.',
  },
  TLS_KEYPAIR_FILENAME: {
    label: 'Private key file',
    meaning: 'Name of the private key in the certs folder, when certificates are your own.',
  },
  TLS_PERMISSIVE: {
    label: 'Accept old encryption on port 25',
    meaning:
      'Lets other mail servers use old ciphers when they deliver; the alternative for them would often be no encryption at all.',
  },
  LETSENCRYPT_SHORTCHAIN: {
    label: 'Short certificate chain',
    meaning: 'Asks Let’s Encrypt for the shorter chain, which very old devices do not know.',
  },
  INBOUND_TLS_ENFORCE: {
    label: 'Refuse unencrypted incoming mail',
    meaning: 'Turns away servers that deliver without encryption. Some honest senders still do.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
