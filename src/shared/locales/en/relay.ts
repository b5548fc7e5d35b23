/** Words about the outgoing relay. */
import { relayOpinion } from './relay-opinion.ts'
import { relayProof } from './relay-proof.ts'
import { relayQueue } from './relay-queue.ts'
import { relaySentence } from './relay-sentence.ts'

export interface ProviderText {
  readonly user?: string
  readonly password?: string
  /** On From addresses and the verification of the domain. */
  readonly sender: string
  readonly limits?: string
  /** How to switch off the rewriting of links, which breaks Mailu's DKIM signature. */
  readonly tracking?: string
}

/** What each provider wants in its fields, and what it demands of the sender. Limits are as of 2026. */
const providers: Readonly<Record<string, ProviderText>> = {
  sendgrid: {
    user: 'Always the word “apikey”.',
    password: 'An API key (it begins with SG.) that may send mail.',
    sender:
      'Authenticate your domain at SendGrid: it names three CNAME records. Mail from any other address is refused.',
    limits: 'No permanent free plan; the trial ends after 60 days and sending stops then.',
    tracking:
      'Settings, Tracking: switch off click tracking and open tracking. They rewrite links and break the signature that Mailu has made.',
  },
  mailgun: {
    user: 'The whole address of the SMTP user, for example postmaster@mg.example.org.',
    password: 'The password of that SMTP user, not the one of your account.',
    sender:
      'Verify your sending domain at Mailgun. An account belongs to one region: in the wrong one the login fails.',
    limits: 'Free: 100 messages a day; without a credit card only to five confirmed receivers.',
    tracking:
      'In the settings of the sending domain: leave click tracking and open tracking switched off.',
  },
  mandrill: {
    user: 'Any name is taken; the address of your account is usual.',
    password: 'An API key of Mandrill.',
    sender:
      'Verify your domain at Mandrill and publish its two CNAME records and a DMARC record: it takes mail from unverified domains and then rejects it without telling your server.',
    limits: 'Needs a paid Mailchimp plan.',
    tracking: 'Settings, Sending Defaults: switch off “Track Opens” and “Track Clicks”.',
  },
  postmark: {
    user: 'The access key of an SMTP token of your message stream.',
    password: 'The secret key of that SMTP token.',
    sender:
      'Verify your domain at Postmark. It carries transactional mail only: personal and forwarded mail may be against its terms.',
    tracking: 'In the settings of the message stream: leave open and link tracking switched off.',
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
    tracking:
      'Brevo counts clicks by rewriting links in HTML mail. Ask its support to switch that off for your account; plain text stays as it is.',
  },
  smtp2go: {
    user: 'The name of an SMTP user that you made there (Sending, SMTP Users), not your account.',
    password: 'The password of that SMTP user.',
    sender: 'Verify your sender domain at SMTP2GO: it names three CNAME records.',
    limits: 'Free: 1,000 messages a month and 200 a day; 25 an hour until the domain is verified.',
    tracking: 'Settings, Tracking: leave open and click tracking switched off.',
  },
  mailjet: {
    user: 'The API key (the public one of the pair).',
    password: 'The secret key that belongs to that API key.',
    sender:
      'Add your domain at Mailjet and publish what it shows: an ownership record, SPF and DKIM. Mail from other senders is refused.',
    limits: 'Free: 6,000 messages a month and 200 a day.',
    tracking: 'Account settings, tracking: switch off open and click tracking.',
  },
  scaleway: {
    user: 'The Project ID (a UUID).',
    password: 'The secret key of an IAM API key that may send mail.',
    sender:
      'Add your domain at Scaleway and publish SPF and DKIM as it shows them. Leave out the MX record that it proposes: it is a hole in which mail to you would vanish.',
    limits: 'New accounts: 10,000 messages a month, ten receivers a message.',
  },
  fastmail: {
    user: 'Your Fastmail address.',
    password:
      'An app password for SMTP (Settings, Privacy & Security), not the one of your account.',
    sender:
      'Only addresses of domains that you added at Fastmail may send. Do not take over the MX records that it proposes.',
    limits: 'It has limits a day and is not meant for newsletters.',
  },
  gmail: {
    user: 'The whole address of the Google account.',
    password: 'An app password of 16 letters, without its blanks (two-step login must be on).',
    sender:
      'A personal account puts its own address into From, unless yours is added under “Send mail as”. The Workspace relay takes the addresses of your Workspace domains.',
    limits: 'Personal: 500 messages a day. Workspace: 2,000.',
  },
  generic: {
    user: 'As your provider gave it to you. Leave it empty if the relay knows your server by its address.',
    password: 'Often an app password made for this purpose, not the one of your account.',
    sender: 'Ask the provider which From addresses it takes.',
  },
}

/** What a person must copy from the provider's page to complete a record: the words in braces of its patterns. */
const needs: Readonly<Record<string, string>> = {
  number: 'the number in the record’s name',
  account: 'the number of your account (after “u”)',
  shard: 'the number after “wl”, often none',
  sending: 'the sending domain as you added it there',
  selector: 'the selector: what stands before “._domainkey”',
  subdomain: 'the sub-domain for returned mail that you chose there',
  key: 'the long value of the DKIM record',
  key1: 'the first of the three names',
  key2: 'the second of the three names',
  key3: 'the third of the three names',
  code: 'the ownership code',
  project: 'the Project ID',
}

const unconfirmed = 'Not confirmed by the provider’s own pages: what its page shows you counts.'

export const relay = {
  providers,
  needs,
  unconfirmed,
  queue: relayQueue,
  sentence: relaySentence,
  proof: relayProof,
  opinion: relayOpinion,
} as const
