/** What was found when a domain's records were looked at. Params are those of the verdict, the extra or the note. */
export const dnsLook = {
  verdicts: {
    right: 'Published as planned.',
    'right-absent': 'Nothing is published here, as planned.',
    'not-needed': 'Not needed here, so its absence is no fault.',
    missing: 'Nothing is published under this name yet.',

    // nobody knows
    nobody:
      'No name server gave an answer. That says nothing about the record. Try again; if it stays so, see whether this computer’s line works.',
    'one-resolver':
      'Only one of the two public resolvers answered, and the domain’s own name servers could not be asked. One alone is not enough to tell.',
    'servers-disagree':
      'The domain’s own name servers contradict each other. Mostly a change is still on its way between them: look again in some minutes. If it stays so, tell your DNS host.',
    'resolvers-disagree':
      'The two public resolvers contradict each other, and the domain’s own name servers could not be asked. Mostly an old answer is still remembered: look again later.',
    'behind-unknown':
      'It is published in another way than planned, and where that leads could not be seen. Try again.',

    // sets
    more: 'What is planned is there, and beside it: {extra}. It works. Remove what you do not need.',
    other: 'Published is {found}. It should be {wanted}.',
    lacks: 'Not all of it is there. Lacking: {wanted}.',
    numbers:
      'It leads to the right host with other numbers: {found} instead of {wanted}. It works.',
    'should-be-absent': 'There should be nothing here, but published is {found}. Remove it.',
    'same-behind':
      'It is no alias, but it leads to the same place. It works as long as the target does not change.',
    'leads-elsewhere': 'It leads to {found}. It should lead to {wanted}.',
    'foreign-signs':
      'There are signs in it that belong to a zone file: quotes or backslashes. Most web forms want the value without them. Paste it again.',

    // MX
    'mx-null': 'The record says that this domain takes no mail at all. Replace it.',
    'mx-lacks': 'Mail is not sent to {hosts}. Add it.',
    'mx-order':
      'The hosts are there, but in another order: {found}. The lowest number is tried first.',
    'mx-ahead':
      '{hosts} stands before or beside your server and takes its mail. Remove it, or give it a higher number.',
    'mx-more':
      'Another host takes mail in when your server does not answer: {hosts}. If you do not know it, remove it.',

    // SPF
    'spf-more': 'All that is needed is in it, and more of your own. Receivers accept it.',
    'spf-several':
      'There are {count} SPF records. Receivers then take none of them. Merge them into one.',
    'spf-broken': 'Receivers cannot read it. They stumble over: {terms}.',
    'spf-after-all': 'Nothing counts that stands behind “all”. Move this in front of it: {terms}.',
    'spf-open': 'It allows everybody to send in your name. Put ~ or - in front of “all”.',
    'spf-lacks':
      'These ways to send are not in it: {terms}. Mail that leaves by them is not recognised as yours.',
    'spf-no-all': 'It does not say what to think of all others. Add ~all at its end.',
    'spf-include':
      'It refers to {names}, where there is no SPF record, or more than one. Receivers then take the whole record as broken.',
    'spf-lookups':
      'It makes receivers ask {count} times; after 10 they give up, and the whole record is broken. Remove what you do not use.',
    'spf-same-effect': 'It says it in another way, but your server’s addresses pass. It works.',
    'spf-all': 'It ends with {found} instead of {wanted}. It works.',

    // DKIM
    'dkim-no-key': 'Something is published under this name, but no key.',
    'dkim-several':
      'There are {count} keys under one name. Receivers take any of them. Remove the old one.',
    'dkim-broken': 'Receivers cannot read it as a key. Paste it again in one piece.',
    'dkim-revoked': 'The key is empty, which declares it invalid. Every signature fails.',
    'dkim-cut':
      'The key was cut off: {found} signs of {wanted}. Some forms take only 255; then enter it in several strings.',
    'dkim-other-key':
      'It is another key than the one that signs. Every signature fails. Publish the one shown here.',
    'dkim-hash':
      'It forbids the method that signs your mail (sha256). Remove the part that begins with h=.',
    'dkim-service': 'It forbids its use for mail. Remove the part that begins with s=.',
    'dkim-testing':
      'The key is right, but marked as a test (t=y). Some receivers then ignore the signature.',

    // DMARC
    'dmarc-several': 'There are {count} DMARC records. Receivers then take none of them. Keep one.',
    'dmarc-broken': 'Receivers cannot read it. It has to begin with v=DMARC1;.',
    'dmarc-no-policy':
      'It names no policy that receivers know. Add p= with none, quarantine or reject.',
    'dmarc-strict':
      'It demands more than your way of sending gives ({tags} is strict), with the policy “{policy}”. Your own mail can fail. Change it to relaxed.',
    'dmarc-ahead':
      'The policy is “{found}”. Planned is the milder “{wanted}” until reports show that nothing of yours fails.',
    'dmarc-behind': 'The policy is “{found}”. You can go on to “{wanted}”.',
    'dmarc-tags': 'The policy is as planned. Different: {tags}.',
    'dmarc-reports': 'The policy is as planned, but reports do not go to {wanted}.',

    // tags
    'tags-several':
      'There are {count} of these records. Keep one; senders ignore all if there are more.',
    'tags-broken': 'Nobody can read it. Paste it again.',
    'tags-lack': 'Lacking: {tags}. Without it the record does not count.',
    'tags-other': 'It is there, but different in: {tags}.',

    // CAA
    'caa-parameters': 'The authority is allowed, with conditions of its own: {found}.',
    'caa-lacks':
      'Only {found} may issue certificates for this domain. Yours cannot be renewed. Add {wanted}.',
  },

  notes: {
    'old-value': 'Still remembered elsewhere: {servers}.',
    'by-resolvers':
      'The domain’s own name servers could not be asked. Two public resolvers that are independent of each other say the same.',
    'local-differs':
      'This computer’s own resolver ({server}) says something else: {found}. It was not believed.',
    'servers-disagree': 'The domain’s own name servers still differ; each of them is right.',
  },

  dnssec: {
    validated: '{zone} is signed, and both public resolvers could verify it.',
    bogus:
      '{zone} is signed wrongly. Resolvers that verify give no answer at all: your mail does not arrive from there. Renew the signatures at your DNS host, or remove the DS record at your registrar.',
    unsigned: '{zone} is not signed. Mail works without it; only TLSA needs it.',
    island:
      '{zone} is signed, but your registrar does not publish the key (DS), so nobody can verify it. Enter the DS record there.',
    unknown: 'Whether {zone} is signed could not be seen.',
    disagree:
      'The two public resolvers contradict each other about the signatures of {zone}. Look again later.',
  },

  extras: {
    'port-53-intercepted':
      'On this line somebody else answers in the place of every name server. The public resolvers were asked over HTTPS instead; the domain’s own name servers cannot be asked from here.',

    // MTA-STS
    'sts-right':
      'The policy for encrypted delivery is served, and names every host that takes mail in.',
    'sts-testing':
      'The policy is served and names every host that takes mail in. It is on trial (testing): nothing is refused yet.',
    'sts-none': 'A policy is served that switches encrypted delivery off (mode none).',
    'sts-lacks':
      'The policy forbids delivery to {hosts}, because it does not name it. Senders that obey it keep their mail back. Add it to the policy.',
    'sts-lacks-testing':
      'The policy does not name {hosts}. Add it before you change the mode to enforce.',
    'sts-dangling': 'The policy names hosts that no MX record names: {hosts}. Remove them from it.',
    'sts-no-host': 'Senders look for the policy at {host}, which has no address.',
    'sts-not-served': 'The policy is announced, but the web server answers with status {status}.',
    'sts-redirect':
      'The web server answers with a redirect ({status}), which senders may not follow.',
    'sts-broken': 'A file is served, but senders cannot read it as a policy.',
    'sts-type': 'The policy is served as {type}. It should be text/plain.',
    'sts-no-mx': 'The policy is served, but the MX records to compare it with could not be seen.',
    'sts-unreachable':
      'The policy could not be fetched from here: {reason}. From inside your own network the router may stand in the way.',
    'sts-certificate':
      'The policy could not be fetched, because the certificate does not hold: {reason}. From inside your own network the router may answer instead of your server. If it is so from outside too, senders ignore the policy.',

    // TLSA
    'tlsa-right': 'The certificate on port 25 fits the published TLSA record.',
    'tlsa-mismatch':
      'The certificate on port 25 does not fit the published TLSA record. Senders that check it keep their mail back. Remove the record or publish the right one.',
    'tlsa-mismatch-unknown':
      'The certificate on port 25 does not fit the published TLSA record. Whether anybody looks at it depends on DNSSEC, which could not be seen.',
    'tlsa-unsigned':
      'A TLSA record is published in a zone without DNSSEC. Nobody looks at it. Remove it, or sign the zone.',
    'tlsa-unusable': 'The published TLSA record is of a kind that does not count for mail.',
    'tlsa-not-seen':
      'The certificate on port 25 could not be seen from here, so it could not be compared with the TLSA record.',

    // blocklists
    'lists-relay': 'Not needed: receivers see the address of {relay}, not yours.',
    'list-clean': '{list} does not list {address}.',
    listed:
      '{list} lists {address}. Many receivers refuse mail from it. Ask the list to remove it once the cause is gone.',
    'listed-dynamic':
      '{list} knows {address} as a home line, which should not send mail by itself. Send through a relay.',
    'list-refused':
      '{list} gave no verdict on {address}: it refuses questions that come this way ({reply}).',
    'list-silent': '{list} gave no answer about {address}.',
    'list-broken':
      '{list} does not work as it should at the moment, so it says nothing about {address}.',
  },

  /** Why a server gave no answer. */
  troubles: {
    'timed-out': 'no answer in time',
    unreachable: 'not to be reached',
    servfail: 'says that it failed',
    refused: 'refuses to answer',
    'not-implemented': 'does not know the question',
    'format-error': 'does not understand the question',
    lame: 'does not serve this domain',
    intercepted: 'somebody else answered in its place',
    referral: 'points to others',
    truncated: 'the answer was cut off',
    malformed: 'the answer could not be read',
    'no-server': 'has no address',
  },
} as const
