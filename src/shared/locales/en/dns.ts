/** Words of the record plan: why each record is there, what is to be known of it, what was found. */

/** Why a record should be published: one sentence. */
const why = {
  mx: 'Tells the world which server takes mail for {domain}.',
  'mx-with-backup':
    'Tells the world which server takes mail for {domain}, and that {backup} keeps it while your server is away.',
  address: 'Leads from the name {hostname} to your server.',
  address6: 'Leads from the name {hostname} to your server over IPv6.',
  spf: 'Says which servers may send mail as {domain}.',
  'spf-with-relay': 'Says that your server and {relay} may send mail as {domain}.',
  'dkim-mailu':
    'Holds the public key with which receivers check the signature that Mailu puts on mail from {domain}.',
  'relay-dkim': 'Lets {relay} sign your mail as {domain}, so that receivers know it is yours.',
  'relay-return-path':
    'Lets {relay} take returned mail under your own name, so that SPF counts for {domain}.',
  'relay-ownership': 'Shows {relay} that {domain} is yours.',
  'relay-tracking': 'Only for links that {relay} counts. Leave it out when tracking is off.',
  'relay-spf': 'Says that {relay} may send under the name that it uses for returned mail.',
  dmarc: 'Tells receivers what to do with mail that claims to be from {domain} and is not proven.',
  'dmarc-report': 'Allows reports about {domain} to be sent to mailboxes at {mailbox}.',
  ptr: 'Leads from the address {address} back to {hostname}; many receivers refuse mail without it.',
  'ptr-relay':
    'Receivers see the address of {relay}, not yours: what {address} is called does not matter.',
  srv: 'Lets mail programs find {service} at port {port} by themselves.',
  'srv-none':
    'Says that there is no {service} at port {port}, so that mail programs do not try it.',
  'srv-autodiscover': 'Leads Outlook to the settings of your server.',
  autoconfig: 'Lets Thunderbird and others fetch the settings of your server.',
  autodiscover: 'Lets Outlook fetch the settings of your server.',
  'mta-sts': 'Tells senders that there is a policy: mail for {domain} is to be sent encrypted.',
  'mta-sts-host': 'Leads senders to the policy file at {host}.',
  'tls-rpt': 'Asks senders to report when mail for {domain} could not be sent encrypted.',
  tlsa: 'Names the authority of the certificate of {hostname}, so that nobody can stand in for it.',
  caa: 'Says that only Let’s Encrypt may issue certificates for {hostname}.',
} as const

/** What is to be known of a record. */
const notes = {
  'not-read': 'What is published now could not be read; this is what should stand there.',
  'mx-order': 'The smaller number is tried first: {own}, then {backup}.',
  'address-changed': 'Published is {found}, but your server is seen at {seen}.',
  'address-not-seen':
    'Taken from what is published: from where your server is seen could not be found out.',
  'ptr-by-provider': 'Only your internet provider can set it.',
  'spf-not-read':
    'What is published now could not be read. If there is an SPF record, do not replace it by this one.',
  'spf-lookups': '{n} of 10 look-ups.',
  'spf-lookups-at-least': 'At least {n} of 10 look-ups; not all of them could be counted.',
  'spf-added': 'Your record with these added: {terms}',
  'spf-kept': 'Your record has everything that is needed.',
  'long-text':
    'It has {n} characters; a DNS host that takes 255 at most wants it in {parts} parts.',
  'dkim-short': 'The key has {bits} bits; generate a new one with 2048 in Mailu.',
  'not-confirmed': 'This shape is not confirmed: what the page of {relay} shows you counts.',
  'dmarc-strict-spf':
    'Published is strict SPF, and returned mail goes to {returnPath}: strict SPF can never pass.',
  'dmarc-strict-dkim':
    'Published is strict DKIM, and not every signature is made with exactly this domain.',
  'dmarc-next': 'Once the reports show only your own mail passing, go on to “{next}”.',
  'report-elsewhere': 'It belongs to whoever runs {mailbox}; services for reports have it already.',
  'needs-hostname': 'Add {name} to HOSTNAMES so that Mailu gets a certificate for it.',
  'needs-certificate': 'The server’s certificate has to name {name} too.',
  'mta-sts-file':
    'Useful only once the policy is served at https://{host}/.well-known/mta-sts.txt, with a certificate for that name.',
  'mta-sts-backup': 'The policy names {backup} as well: without it no mail could wait there.',
  'tlsa-roots': 'Valid as long as the certificate comes from Let’s Encrypt.',
} as const

/** What was found while planning, told above the records. */
const findings = {
  'mx-null': 'The domain says that it takes no mail at all (a null MX).',
  'mx-is-address': 'An MX names the address {host}. It has to be a host name; mail is lost there.',
  'mx-elsewhere':
    'Mail for this domain goes to {hosts} now. The plan brings it to your server; choose a backup if one of them is to stay as such.',
  'mx-before-us':
    '{host} is published with {preference}, before your server with {own}: it gets the mail first. The plan puts it behind.',
  'mx-equal':
    '{host} is published with the same number as your server: each gets half of the mail. The plan puts it behind.',
  'address-unknown':
    'Neither the DNS nor the server says at which address {hostname} is; add an A record by hand.',
  'aaaa-without-ipv6':
    '{hostname} is published with IPv6 ({found}), but the server has none: senders that try it first wait or fail. Take the AAAA record out.',
  'spf-several':
    '{n} SPF records are published. Receivers then ignore all of them: replace them by this one.',
  'spf-broken-term':
    'The SPF record has “{term}”, which no receiver can read: the whole record fails.',
  'spf-all-pass': 'The SPF record ends with “+all”: everybody may send as you.',
  'spf-all-neutral': 'The SPF record ends with “?all”: it decides nothing.',
  'spf-lookups':
    'The SPF record needs {n} look-ups, and receivers stop at 10: it fails for all of your mail. Take out an include that you no longer use.',
  'spf-voids':
    '{n} names in the SPF record lead nowhere; receivers stop at 2. Take out those that are gone.',
  'spf-include-broken':
    'The SPF record includes {name}, which has none of its own, or several: the whole record fails.',
  'spf-long': 'The SPF record has {n} characters; some name servers cut it.',
  'dkim-none':
    'Mailu has no DKIM key for {domain}: its mail leaves unsigned. Generate one in Mailu’s administration, at the domain’s details.',
  'copied-odd': 'What was copied from {relay} makes no name: “{name}”.',
  'relay-needs':
    '{relay} has values of its own for your domain: copy them here and the plan is whole.',
  'relay-tracking':
    '{relay} rewrites links to count clicks unless you switch it off; that breaks Mailu’s own signature.',
  'relay-foreign-from':
    '{relay} refuses mail from addresses outside your verified domains, forwarded mail too.',
  'relay-rewrites-from':
    '{relay} replaces From addresses that are not verified there by one of its own.',
  'dmarc-several': '{n} DMARC records are published; receivers then ignore all of them.',
  'dmarc-would-fail':
    'With the policy “{stage}” receivers would throw away or file as spam all mail that you send by this relay.',
  'dmarc-fails-now':
    'With the published policy “{stage}” your own mail is refused or filed as spam, by the way that it leaves now. Publish the proposed policy first.',
  'tlsa-without-dnssec':
    'There are TLSA records for {hostname}, but its zone is not signed (DNSSEC): nobody looks at them.',
  'caa-forbids':
    'The CAA records at {name} do not allow Let’s Encrypt: the next renewal for {hostname} will fail.',
} as const

/** What the way that mail takes means for DMARC. */
const dmarc = {
  'both-direct': 'SPF and the signature both prove your mail: any policy is safe.',
  'spf-direct':
    'Only SPF proves your mail. It breaks when mail is forwarded: generate a DKIM key before you go further than “none”.',
  'dkim-direct': 'The signature of {signer} proves your mail.',
  'fails-direct': 'Neither SPF nor a signature proves your mail: stay with “none”.',
  'unknown-direct': 'What proves your mail could not be found out: stay with “none”.',
  'both-relay':
    'By {relay} both prove your mail: SPF, with returned mail to {returnPath}, and the signature of {signer}.',
  'dkim-relay':
    'By {relay} the signature of {signer} carries your mail. SPF does not count for {domain}, for returned mail goes to a name of {relay}.',
  'spf-relay':
    'By {relay} only SPF carries your mail, with returned mail to {returnPath}. It breaks when mail is forwarded.',
  'dkim-relay-open':
    'By {relay} the signature of {signer} carries your mail. Whether SPF counts too depends on whose name it puts on returned mail.',
  'spf-relay-open':
    'By {relay} SPF carries your mail. Whether a signature does too depends on how the domain is set up there; without one it breaks when mail is forwarded.',
  'fails-relay':
    'By {relay} neither SPF nor a signature proves mail from {domain}: any policy but “none” has it refused. Authenticate the domain at {relay}.',
  'unknown-relay':
    'Whether mail by {relay} is proven as yours depends on how the domain is set up there: copy its records first, or prove it by a message.',
} as const

/** What stands above an exported file. */
const file = {
  head: 'Mail records for {domain}, made by Postern on {date}.',
  keep: 'Only the records that mail needs: keep all others of the zone.',
  elsewhere: 'In the zone {zone}, which is another one:',
} as const

/** Fields of a DNS host's form. */
const fields = {
  name: 'Name',
  type: 'Type',
  ttl: 'TTL',
  value: 'Value',
  priority: 'Priority',
  weight: 'Weight',
  port: 'Port',
  target: 'Target',
  flags: 'Flags',
  tag: 'Tag',
  usage: 'Usage',
  selector: 'Selector',
  matching: 'Matching type',
} as const

export const dns = { why, notes, findings, dmarc, file, fields } as const
