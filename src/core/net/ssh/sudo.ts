import { AppError } from '../../../shared/errors.ts'

/** What sudo's own words mean. Texts of sudo 1.8–1.9 and sudo-rs under LC_ALL=C; what is not known counts as "not allowed". */
export function readSudo(stderr: string): 'password-needed' | 'password-wrong' | 'not-allowed' {
  if (
    /incorrect password|incorrect authentication|sorry, try again|authentication fail/i.test(stderr)
  )
    return 'password-wrong'
  if (/password is required|authentication is required|no tty present and no askpass/i.test(stderr))
    return 'password-needed'
  return 'not-allowed'
}

/** The failure for what sudo said. Its words go along as the cause, for the fold "details". */
export function sudoError(
  verdict: ReturnType<typeof readSudo>,
  user: string,
  stderr: string,
): AppError {
  const cause = stderr.trim().slice(-500) || undefined
  switch (verdict) {
    case 'password-needed':
      return new AppError('sudo-password-needed', { user }, { cause })
    case 'password-wrong':
      return new AppError('sudo-password-wrong', { user }, { cause })
    case 'not-allowed':
      return new AppError('sudo-not-allowed', { user }, { cause })
  }
}
