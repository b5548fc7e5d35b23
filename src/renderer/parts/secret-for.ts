/** Which secret would mend a failure. */
import type { ErrorCode } from '../../shared/errors.ts'

export type SecretKind = 'password' | 'passphrase' | 'sudoPassword'

const secrets: Partial<Record<ErrorCode, SecretKind>> = {
  'login-refused': 'password',
  'key-passphrase-needed': 'passphrase',
  'key-passphrase-wrong': 'passphrase',
  'sudo-password-needed': 'sudoPassword',
  'sudo-password-wrong': 'sudoPassword',
  'env-file-not-readable': 'sudoPassword',
  'docker-not-allowed': 'sudoPassword',
}

export const secretFor = (code: ErrorCode): SecretKind | undefined => secrets[code]
