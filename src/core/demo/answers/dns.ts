/** What the demo server says of its mail domains. */
import type { Answers } from '../answer.ts'

/** The public half of a key whose private half nobody has. */
const publicKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtdYvw+z0pv7giOQtsIat7EuXzwn2f1XHhuYw6z/pI8LdXaofsFBdOpv0z/04y71RWMOYrgBsdez/4fm6LPDrntB1i7GfnqS1aPeAv1wK2bzlBGqzad63UayC2LL2kzx1sg9FdOYkZDD+qGCTYddBRIe0EwEAX9nLnOyDrESBdgdHLIqXkkGK4Ts211+gUwFb9B7oMWn5QWx8o8cdhAn48m3RdohnwyjBzwjiQxhEaKtiiSjQGXEhX3tnBrDQqUJHXLJKMuf8OP7wnyKlGekFAcj1JCpzEDOHu4ftaiYGapq71aDiZctkmHMOPUhtmPCMP4M73rHZc8dy/Oh3bUQDpQIDAQAB'

export const dnsAnswers: Answers = {
  'dns.facts'({ world, say }) {
    if (!world.isRunning('admin')) {
      say('trouble container is not running\n')
      return
    }
    const name = world.envOf('admin').get('DOMAIN') ?? ''
    const record = `dkim._domainkey.${name}. 600 IN TXT "v=DKIM1; k=rsa; p=${publicKey}"`
    const domain = { name, alternatives: [], dkim_publickey: publicKey, dns_dkim: record }
    say(`export ${JSON.stringify({ domain: [domain] })}\n`)
  },
  'dns.seen': ({ say }) => say('seen 198.51.100.20\n'),
}
