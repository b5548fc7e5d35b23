/** Words about the outgoing relay. */
export interface ProviderText {
  readonly user?: string
  readonly password?: string
  /** On From addresses and the verification of the domain. */
  readonly sender: string
  readonly limits?: string
}

/** What each provider wants in its fields, and what it demands of the sender. Limits are as of 2026. */
const providers: Readonly<Record<string, ProviderText>> = {
  sendgrid: {
    user: 'Always the word “apikey”.',
    password: 'An API key (it begins with SG.) that may send mail.',
    sender:
      'Authenticate your domain at SendGrid: it names three CNAME records. Mail from any other address is refused.',
    limits: 'No permanent free plan; the trial ends after 60 days and sending stops then.',
  },
  mailgun: {
    user: 'The whole address of the SMTP user, for example postmaster@mg.example.org.',
    password: 'The password of that SMTP user, not the one of your account.',
    sender:
      'Verify your sending domain at Mailgun. An account belongs to one region: in the wrong one the login fails.',
    limits: 'Free: 100 messages a day; without a credit card only to five confirmed receivers.',
  },
  mandrill: {
    user: 'Any name is taken; the address of your account is usual.',
    password: 'An API key of Mandrill.',
    sender:
      'Verify your domain at Mandrill and publish its two CNAME records and a DMARC record: it takes mail from unverified domains and then rejects it without telling your server.',
    limits: 'Needs a paid Mailchimp plan.',
  },
  postmark: {
    user: 'The access key of an SMTP token of your message stream.',
    password: 'The secret key of that SMTP token.',
    sender:
      'Verify your domain at Postmark. It carries transactional mail only: personal and forwarded mail may be against its terms.',
  },
  ses: {
    user: 'The SMTP user name (AKIA…), made on the page “SMTP settings”. An ordinary access key does not work as it is.',
    password: 'The SMTP password made together with it. It holds for this region only.',
    sender:
      'Every From address must be verified, also that of forwarded mail. New accounts may send to verified receivers only, until you ask for production access.',
    limits: 'New accounts: 200 messages a day.',
  },
  brevo: {
    user: 'The SMTP login as your account shows it.',
    password: 'An SMTP key, not an API key.',
    sender:
      'Authenticate your domain at Brevo. Until then it replaces your From address by one of its own.',
    limits: 'Free: 300 messages a day.',
  },
  generic: {
    user: 'As your provider gave it to you. Leave it empty if the relay knows your server by its address.',
    password: 'Often an app password made for this purpose, not the one of your account.',
    sender: 'Ask the provider which From addresses it takes.',
  },
}

export const relay = { providers } as const
