/** What a message says of its own way: `relay.proof` of the catalogue. */
export const relayProof = {
  titles: {
    relay: 'Relay',
    tls: 'Encryption on the way',
    dkim: 'Signed as yours (DKIM)',
    spf: 'Sent from where you allow it (SPF)',
    dmarc: 'Both match your address (DMARC)',
  },
  codes: {
    'relay-none': 'No relay is set: the mail went straight to the receiver.',
    'relay-carried': '{relay} carried it.',
    'relay-carried-user': '{relay} carried it, logged in as {user}.',
    'relay-other-user':
      '{relay} carried it for another login: {user}. Look at user and password of the relay.',
    'relay-passed-by':
      'It went straight to the receiver, past {relay}. Look whether the settings of the relay are in force.',
    'relay-not-told': 'The headers do not tell whether {relay} carried it.',
    'tls-right': 'Every hop over the open net was encrypted.',
    'tls-open':
      'From {from} to {by} it travelled in the clear. If {by} is your relay, set its encryption to “required”.',
    'tls-not-told': 'The headers do not tell whether it was encrypted.',
    'dkim-right': 'The signature of {domain} (selector {selector}) holds.',
    'dkim-other':
      'It is signed, but by {domain} and not by your domain. Publish the DKIM records of your relay and of Mailu.',
    'dkim-changed':
      'The message was changed after {domain} signed it. Most likely the relay rewrites links or adds a footer: switch off its tracking.',
    'dkim-no-key':
      'The signature names the key {selector} of {domain}, which is not in DNS. Publish it as the page DNS shows it.',
    'dkim-bad':
      'The signature of {domain} does not fit the key in DNS (selector {selector}). Compare the published key with the one of Mailu.',
    'dkim-later':
      'The receiver could not look up the key of {domain} at that moment. Try again later.',
    'dkim-none': 'It is not signed. Generate a DKIM key in Mailu and publish it.',
    'dkim-not-told': 'The receiver does not tell whether it is signed.',
    'spf-right': '{domain} allows the server that handed it over.',
    'spf-other':
      'SPF passes for {domain}, the return address of your relay, not for your domain. DMARC then rests on the signature alone.',
    'spf-fail':
      '{domain} does not allow the server that handed it over. Add your relay to the SPF record.',
    'spf-broken': 'The SPF record of {domain} cannot be evaluated. Look at it on the page DNS.',
    'spf-none': '{domain} has no SPF record.',
    'spf-later': 'The receiver could not look up the SPF record at that moment. Try again later.',
    'spf-not-told': 'The receiver says nothing about SPF.',
    'dmarc-right': 'Your address is confirmed.',
    'dmarc-guess': 'You publish no DMARC record; the receiver guesses that it is yours.',
    'dmarc-none': 'Your domain has no DMARC record.',
    'dmarc-fail':
      'Neither the signature nor the sending server belongs to your domain: large providers put such mail into Junk or refuse it.',
    'dmarc-later':
      'The receiver could not look up your DMARC record at that moment. Try again later.',
    'dmarc-not-told': 'The receiver says nothing about DMARC.',
  },
  /** Proofs that were made, and those that are made by themselves. */
  every: { off: 'never', '1h': 'every hour', '6h': 'every six hours', '1d': 'once a day' },
  outcomes: {
    arrived: 'arrived after {seconds} s',
    junk: 'arrived in Junk after {seconds} s',
    failed: 'did not arrive',
    unknown: 'could not be tried',
    skipped: 'skipped',
  },
  reasons: {
    'own-work': 'The server was being changed from here.',
    'no-line': 'This computer had no line.',
  },
  short: {
    relay: 'carried by the relay',
    tls: 'encrypted',
    dkim: 'signed',
    spf: 'allowed sender',
    dmarc: 'aligned',
  },
  notShort: {
    relay: 'not carried by the relay as set',
    tls: 'in the clear on a part of its way',
    dkim: 'signature does not hold',
    spf: 'sender not allowed',
    dmarc: 'not aligned',
  },
  arrived: 'It arrived after {seconds} s in {folder}.',
  junk: 'It arrived in Junk.',
  removed: 'The message was taken away again.',
  notRemoved: 'The message could not be taken away; the next proof does it.',
} as const
