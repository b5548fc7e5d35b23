/** Logs in by the two mechanisms that Postfix has (RFC 4616; LOGIN by custom). */
import type { Secret } from '../../../shared/secret.ts'
import type { SmtpReply } from './reply-reader.ts'
import type { SmtpLink } from './smtp-link.ts'

export interface SmtpLogin {
  readonly user: string
  readonly password: Secret
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

/** The server's last word on the login: 235 is yes. */
export async function logIn(
  link: SmtpLink,
  mechanism: 'PLAIN' | 'LOGIN',
  { user, password }: SmtpLogin,
  timeoutMs: number,
): Promise<SmtpReply> {
  if (mechanism === 'PLAIN')
    return link.ask(`AUTH PLAIN ${base64(`\0${user}\0${password.reveal()}`)}`, timeoutMs)
  const asksUser = await link.ask('AUTH LOGIN', timeoutMs)
  if (asksUser.code !== 334) return asksUser
  const asksPassword = await link.ask(base64(user), timeoutMs)
  if (asksPassword.code !== 334) return asksPassword
  return link.ask(base64(password.reveal()), timeoutMs)
}

/** Takes the login out of what the peer said: some servers echo what they refuse. */
export function maskLogin(text: string, login: SmtpLogin | undefined): string {
  if (!login) return text
  const { user, password } = login
  const secret = password.reveal()
  const forms = [secret, base64(secret), base64(`\0${user}\0${secret}`)]
  return forms.reduce((masked, form) => masked.replaceAll(form, '•••'), text)
}
