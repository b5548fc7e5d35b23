/** One reader a provider whose API is in the catalogue. */
import type { OpinionReader } from './reader.ts'
import { brevo } from './readers/brevo.ts'
import { mailgun } from './readers/mailgun.ts'
import { mailjet } from './readers/mailjet.ts'
import { mandrill } from './readers/mandrill.ts'
import { postmark } from './readers/postmark.ts'
import { scaleway } from './readers/scaleway.ts'
import { sendgrid } from './readers/sendgrid.ts'
import { ses } from './readers/ses.ts'
import { smtp2go } from './readers/smtp2go.ts'

/** By the provider's id. */
export const readers: Readonly<Record<string, OpinionReader>> = {
  brevo,
  mailgun,
  mailjet,
  mandrill,
  postmark,
  scaleway,
  sendgrid,
  ses,
  smtp2go,
}
