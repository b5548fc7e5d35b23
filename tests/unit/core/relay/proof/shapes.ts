/**
 * Headers in the shapes in which large providers write them (their public documentation and RFC 8601), made anew with documentation names.
 * Each is what the receiver puts above the hop that handed the message over.
 */
export interface Shape {
  readonly name: string
  /** From the top down to the receiver's own Received, without the hops before it. */
  readonly header: string
  /** dkim, spf, dmarc. */
  readonly said: string
}

const by = (host: string): string =>
  `Received: from o1.relay.test (o1.relay.test [192.0.2.10]) by ${host} with ESMTPS id abc for <me@elsewhere.test> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Mon, 23 Nov 2026 08:00:03 +0000`

const results = (host: string, lines: readonly string[]): string =>
  `Authentication-Results: ${[host, ...lines].join(';\r\n       ')}`

const shape = (name: string, said: string, header: readonly string[]): Shape => ({
  name,
  said,
  header: header.join('\r\n'),
})

const gmail = (...lines: string[]): string[] => [
  'Delivered-To: me@gmail.test',
  'Received: by 2002:a05:6402:1234 with SMTP id x; Mon, 23 Nov 2026 00:00:04 -0800 (PST)',
  'ARC-Authentication-Results: i=1; mx.google.com; dkim=fail header.i=@forged.test; spf=fail; dmarc=fail',
  results('mx.google.com', lines),
  by('mx.google.com'),
]

export const shapes: readonly Shape[] = [
  shape(
    'Gmail, all well, two signatures',
    'right dkim-right | right spf-right | right dmarc-right',
    gmail(
      'dkim=pass header.i=@example.org header.s=dkim header.b=AbC12dEf',
      'dkim=pass header.i=@relay.test header.s=s1 header.b=XyZ',
      'spf=pass (google.com: domain of bounces+1-ab=gmail.test@em1.example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom="bounces+1-ab=gmail.test@em1.example.org"',
      'dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.org',
    ),
  ),
  shape(
    'Gmail, only the relay signs',
    'differs dkim-other | differs spf-other | wrong dmarc-fail',
    gmail(
      'dkim=pass header.i=@relay.test header.s=s1 header.b=XyZ',
      'spf=pass (google.com: domain of b@bounce.relay.test designates 192.0.2.10 as permitted sender) smtp.mailfrom=b@bounce.relay.test',
      'dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=example.org',
    ),
  ),
  shape(
    'Gmail, body changed on the way',
    'wrong dkim-changed | right spf-right | right dmarc-right',
    gmail(
      'dkim=neutral (body hash did not verify) header.i=@relay.test header.s=s1',
      'dkim=fail (body hash did not verify) header.i=@example.org header.s=dkim header.b=A',
      'spf=pass (google.com: domain of me@example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      'dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.org',
    ),
  ),
  shape(
    'Gmail, no key in DNS',
    'wrong dkim-no-key | wrong spf-fail | wrong dmarc-fail',
    gmail(
      'dkim=temperror (no key for signature) header.i=@relay.test header.s=z',
      'dkim=permerror (no key for signature) header.i=@example.org header.s=dkim header.b=A',
      'spf=softfail (google.com: domain of transitioning me@example.org does not designate 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      'dmarc=fail (p=QUARANTINE sp=NONE dis=QUARANTINE) header.from=example.org',
    ),
  ),
  shape(
    'Gmail, no signature and no SPF record',
    'missing dkim-none | missing spf-none | missing dmarc-none',
    gmail(
      'spf=none (google.com: me@example.org does not designate permitted sender hosts) smtp.mailfrom=me@example.org',
      'dmarc=none (p=NONE) header.from=example.org',
    ),
  ),
  shape(
    'Outlook.com, which names nobody',
    'right dkim-right | right spf-right | right dmarc-right',
    [
      'Received: from AM0PR01.prod.exchangelabs.com (2603:10a6::1) by DB7PR01.prod.exchangelabs.com with HTTPS; Mon, 23 Nov 2026 08:00:05 +0000',
      'Received: from DB5EUR.eop-EUR.prod.protection.outlook.com (2603:10a6::9) by AM0.outlook.office365.com with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE) id 15.20; Mon, 23 Nov 2026 08:00:04 +0000',
      'Authentication-Results: spf=pass (sender IP is 192.0.2.10)\r\n smtp.mailfrom=em1.example.org; dkim=pass (signature was verified)\r\n header.d=example.org;dmarc=pass action=none\r\n header.from=example.org;compauth=pass reason=100',
      'Received-SPF: Pass (protection.outlook.com: domain of em1.example.org designates 192.0.2.10 as permitted sender)',
      by('DB5EUR.mail.protection.outlook.com'),
    ],
  ),
  shape('Outlook.com, unsigned', 'missing dkim-none | wrong spf-fail | wrong dmarc-fail', [
    'Authentication-Results: spf=fail (sender IP is 192.0.2.10)\r\n smtp.mailfrom=example.org; dkim=none (message not signed)\r\n header.d=none;dmarc=fail action=oreject header.from=example.org;compauth=fail reason=000',
    by('DB5EUR.mail.protection.outlook.com'),
  ]),
  shape('Outlook.com, best guess', 'right dkim-right | missing spf-none | differs dmarc-guess', [
    'Authentication-Results: spf=none (sender IP is 192.0.2.10) smtp.mailfrom=example.org; dkim=pass (signature was verified) header.d=example.org;dmarc=bestguesspass action=none header.from=example.org;compauth=pass reason=109',
    by('DB5EUR.mail.protection.outlook.com'),
  ]),
  shape('Outlook.com, body changed', 'wrong dkim-changed | right spf-right | right dmarc-right', [
    'Authentication-Results: spf=pass (sender IP is 192.0.2.10) smtp.mailfrom=example.org; dkim=fail (body hash did not verify) header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100',
    by('DB5EUR.mail.protection.outlook.com'),
  ]),
  shape('Yahoo', 'right dkim-right | right spf-right | right dmarc-right', [
    'X-Apparently-To: me@yahoo.test; Mon, 23 Nov 2026 08:00:04 +0000',
    'Return-Path: <me@example.org>',
    'Received: from 192.0.2.10 (EHLO o1.relay.test) by 10.1.2.3 with SMTPs (version=TLS1_3 cipher=TLS_AES); Mon, 23 Nov 2026 08:00:04 +0000',
    results('atlas-baseline-production.v2-mail-prod1-gq1.omega.yahoo.com', [
      'dkim=pass header.i=@example.org header.s=dkim',
      'spf=pass smtp.mailfrom=example.org',
      'dmarc=pass(p=REJECT) header.from=example.org',
      '',
    ]),
  ]),
  shape('Yahoo, key unavailable', 'wrong dkim-no-key | right spf-right | right dmarc-right', [
    results('atlas205.free.mail.ne1.yahoo.com', [
      'dkim=permerror (key not found) header.i=@example.org header.s=dkim',
      'spf=pass smtp.mailfrom=example.org',
      'dmarc=success(p=NONE,sp=NONE) header.from=example.org',
    ]).replace('dmarc=success', 'dmarc=pass'),
    by('10.2.3.4'),
  ]),
  shape('Fastmail', 'right dkim-right | right spf-right | right dmarc-right', [
    'Received: from phl-mx-01.internal by phl-store.internal with LMTPA; Mon, 23 Nov 2026 03:00:05 -0500',
    results('mx1.messagingengine.com', [
      'arc=none (no signatures found)',
      'bimi=none (No BIMI records found)',
      'dkim=pass (2048-bit rsa key sha256) header.d=example.org header.i=@example.org header.b=AbC header.a=rsa-sha256 header.s=dkim x-bits=2048',
      'dmarc=pass policy.published-domain-policy=none policy.applied-disposition=none policy.evaluated-disposition=none (p=none,d=none,d.eval=none) policy.policy-from=p header.from=example.org',
      'iprev=pass smtp.remote-ip=192.0.2.10 (o1.relay.test)',
      'spf=pass smtp.mailfrom=me@example.org smtp.helo=o1.relay.test',
    ]),
    by('mx1.messagingengine.com'),
  ]),
  shape(
    'Fastmail, signature of another key',
    'wrong dkim-bad | right spf-right | right dmarc-right',
    [
      results('mx3.messagingengine.com', [
        'dkim=invalid (public key: bad signature, 2048-bit rsa key sha256) header.d=example.org header.i=@example.org header.s=dkim',
        'dmarc=pass header.from=example.org',
        'spf=pass smtp.mailfrom=me@example.org smtp.helo=x',
      ]),
      by('mx3.messagingengine.com'),
    ],
  ),
  shape(
    'iCloud, a header for each method',
    'right dkim-right | right spf-right | right dmarc-right',
    [
      results('bimi.icloud.com', ['bimi=skipped reason="insufficient dmarc"']),
      results('dmarc.icloud.com', ['dmarc=pass header.from=example.org']),
      results('dkim-verifier.icloud.com', [
        'dkim=pass (2048-bit key) header.d=example.org header.i=@example.org header.b=AbC',
      ]),
      results('spf.icloud.com', [
        'spf=pass (spf.icloud.com: domain of me@example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      ]),
      by('p00-icloudmta-asmtp-us-central.p00.icloud.com'),
    ],
  ),
  shape('GMX', 'right dkim-right | unknown spf-not-told | unknown dmarc-not-told', [
    results('gmx.net', ['dkim=pass header.i=@example.org']),
    by('mx.gmx.net'),
  ]),
  shape('WEB.DE, with DMARC', 'right dkim-right | right spf-right | right dmarc-right', [
    results('web.de', [
      'dkim=pass header.i=@example.org',
      'spf=pass smtp.mailfrom=me@example.org',
      'dmarc=pass header.from=example.org',
    ]),
    by('mx.web.de'),
  ]),
  shape(
    'Proton, a header for each method',
    'right dkim-right | right spf-right | right dmarc-right',
    [
      results('mail.protonmail.ch', ['dmarc=pass (p=none dis=none) header.from=example.org']),
      results('mail.protonmail.ch', ['spf=pass smtp.mailfrom=example.org']),
      results('mail.protonmail.ch', ['arc=none smtp.remote-ip=192.0.2.10']),
      results('mail.protonmail.ch', [
        'dkim=pass (2048-bit key) header.d=example.org header.i=@example.org header.b="AbC"',
      ]),
      by('mailin036.protonmail.ch'),
    ],
  ),
  shape('Proton, signed by nobody', 'missing dkim-none | right spf-right | right dmarc-right', [
    results('mail.protonmail.ch', ['dmarc=pass (p=none dis=none) header.from=example.org']),
    results('mail.protonmail.ch', ['spf=pass smtp.mailfrom=example.org']),
    results('mail.protonmail.ch', ['dkim=none']),
    by('mailin036.protonmail.ch'),
  ]),
  shape('Zoho', 'right dkim-right | right spf-right | right dmarc-right', [
    results('mx.zohomail.com', [
      'dkim=pass',
      'spf=pass (zohomail.com: domain of me@example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      'dmarc=pass(p=none dis=none) header.from=example.org',
    ]),
    by('mx.zohomail.com'),
  ]),
  shape('Zoho, record of SPF broken', 'right dkim-right | wrong spf-broken | right dmarc-right', [
    results('mx.zohomail.com', [
      'dkim=pass header.i=example.org',
      'spf=permerror (zohomail.com: Error in processing SPF record of example.org) smtp.mailfrom=me@example.org',
      'dmarc=pass(p=none dis=none) header.from=example.org',
    ]),
    by('mx.zohomail.com'),
  ]),
  shape('mailbox.org (rspamd)', 'right dkim-right | right spf-right | right dmarc-right', [
    results('mx.mailbox.test', [
      'dkim=pass header.d=example.org header.s=dkim header.b=AbC',
      'spf=pass (mx.mailbox.test: domain of me@example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      'dmarc=pass (policy=none) header.from=example.org',
    ]),
    by('mx.mailbox.test'),
  ]),
  shape('rspamd 3.4, no key in DNS', 'wrong dkim-no-key | right spf-right | right dmarc-right', [
    results('mx.friend.test', [
      'dkim=none ("invalid DKIM record") header.d=example.org header.s=dkim header.b=JCoZiVcw',
      'spf=pass (mx.friend.test: domain of me@example.org designates 192.0.2.10 as permitted sender) smtp.mailfrom=me@example.org',
      'dmarc=pass (policy=none) header.from=example.org',
    ]),
    by('mx.friend.test'),
  ]),
  shape('OpenDKIM and OpenDMARC', 'wrong dkim-bad | right spf-right | right dmarc-right', [
    results('mx.small.test', ['dmarc=pass (p=none dis=none) header.from=example.org']),
    results('mx.small.test', [
      'dkim=fail reason="signature verification failed" (2048-bit key) header.d=example.org header.i=@example.org',
    ]),
    results('mx.small.test', [
      'spf=pass (sender SPF authorized) smtp.mailfrom=example.org (client-ip=192.0.2.10; helo=o1.relay.test; envelope-from=me@example.org; receiver=elsewhere.test)',
    ]),
    by('mx.small.test'),
  ]),
  shape(
    'an answer that had to be put off',
    'unknown dkim-later | unknown spf-later | unknown dmarc-later',
    [
      results('mx.small.test', [
        'dkim=temperror (DNS time-out) header.d=example.org',
        'spf=temperror smtp.mailfrom=example.org',
        'dmarc=temperror header.from=example.org',
      ]),
      by('mx.small.test'),
    ],
  ),
  shape(
    'a receiver that writes nothing',
    'unknown dkim-not-told | unknown spf-not-told | unknown dmarc-not-told',
    [by('mx.silent.test')],
  ),
]
