import { generateKeyPairSync } from 'node:crypto'
import { authenticate } from 'mailauth'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { expect, test } from 'vitest'
import {
  type AlignmentMode,
  judgeAlignment,
  workOutAlignment,
} from '../../../../../src/core/dns/plan/alignment.ts'
import { planRelayRecords } from '../../../../../src/core/dns/plan/relay-records.ts'
import { type Given, inputOf, relayWithoutProof } from '../../../../support/plan-input.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

interface Sent {
  /** Domain of the envelope sender as the receiver sees it. */
  readonly returnPath: string
  /** Domains of the signatures that arrive whole. */
  readonly signers: readonly string[]
  /** One that the relay broke by rewriting the body. */
  readonly broken?: string
}

/** What each relay does to a message of `example.test`, by its own documentation; `given` is what the plan is told of it. */
const relays: readonly (readonly [string, Given, Sent])[] = [
  ['no relay', {}, { returnPath: 'example.test', signers: ['example.test'] }],
  [
    'SendGrid, domain authenticated',
    {
      relay: 'smtp.sendgrid.net',
      options: { isRewritten: false, copied: { number: '12', account: '1', shard: '2' } },
    },
    { returnPath: 'em12.example.test', signers: ['example.test', 'example.test'] },
  ],
  [
    'SendGrid, links rewritten',
    {
      relay: 'smtp.sendgrid.net',
      options: { isRewritten: true, copied: { number: '12', account: '1', shard: '2' } },
    },
    { returnPath: 'em12.example.test', signers: ['example.test'], broken: 'example.test' },
  ],
  [
    'Mailgun by a sub-domain, links rewritten',
    {
      relay: 'smtp.mailgun.org',
      options: {
        isRewritten: true,
        copied: { sending: 'mg.example.test', selector: 's1', key: 'v=DKIM1; p=x' },
      },
    },
    { returnPath: 'mg.example.test', signers: ['mg.example.test'], broken: 'example.test' },
  ],
  [
    'Mandrill without a signature of Mailu',
    {
      relay: 'smtp.mandrillapp.com',
      facts: { dkim: undefined as never },
      options: { isRewritten: false },
    },
    { returnPath: 'mandrillapp.com', signers: ['example.test'] },
  ],
  [
    'SES, headers replaced, its own return-path',
    {
      relay: 'email-smtp.eu-central-1.amazonaws.com',
      options: { copied: { key1: 'a', key2: 'b', key3: 'c' } },
    },
    { returnPath: 'eu-central-1.amazonses.com', signers: ['example.test'], broken: 'example.test' },
  ],
  [
    'a relay that signs as itself and replaces headers',
    { facts: { relay: relayWithoutProof } },
    { returnPath: 'bounce.relay.test', signers: ['relay.test'], broken: 'example.test' },
  ],
]

const modes: readonly (readonly [AlignmentMode, AlignmentMode])[] = [
  ['s', 's'],
  ['r', 'r'],
]

/** Signs and sends a message as the relay does, and lets mailauth judge it. */
async function mailauthSays(sent: Sent, adkim: string, aspf: string): Promise<string> {
  const plain =
    'From: ann@example.test\r\nTo: bob@there.test\r\nSubject: hello\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@example.test>\r\n\r\nhello http://a.test/\r\n'
  const signed = async (message: string, domain: string, at: number): Promise<string> => {
    const key = { signingDomain: domain, selector: `k${at}`, privateKey }
    const { signatures } = await dkimSign(message, {
      ...key,
      canonicalization: 'relaxed/relaxed',
      signatureData: [key],
    })
    if (signatures === '') throw new Error(`not signed as ${domain}`)
    return `${signatures.replace(/\r\n$/, '')}\r\n${message}`
  }
  let message = plain
  if (sent.broken !== undefined)
    message = (await signed(message, sent.broken, 9)).replace(
      'http://a.test/',
      'http://track.test/1',
    )
  for (const [at, domain] of sent.signers.entries()) message = await signed(message, domain, at)
  const records: Readonly<Record<string, string>> = {
    'TXT _dmarc.example.test': `v=DMARC1; p=reject; adkim=${adkim}; aspf=${aspf}`,
    [`TXT ${sent.returnPath}`]: 'v=spf1 ip4:192.0.2.25 -all',
  }
  const resolver = (name: string, type: string) => {
    if (type === 'TXT' && name.includes('._domainkey.'))
      return Promise.resolve([[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]])
    const text = records[`${type} ${name}`]
    return text === undefined
      ? Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }))
      : Promise.resolve([[text]])
  }
  const { dmarc } = await authenticate(message, {
    ip: '192.0.2.25',
    helo: 'out.relay.test',
    sender: `bounce@${sent.returnPath}`,
    mta: 'mx.there.test',
    minBitLength: 512,
    disableArc: true,
    disableBimi: true,
    resolver: resolver,
  })
  return dmarc ? dmarc.status.result : 'none'
}

const cases = relays.flatMap(([name, given, sent]) =>
  modes.map(([adkim, aspf]) => [`${name}, ${adkim}${aspf}`, given, sent, adkim, aspf] as const),
)

test.each(cases)(
  'B2 %s: the verdict is that of mailauth on the signed message',
  async (_, given, sent, adkim, aspf) => {
    const input = inputOf(given)
    const worked = workOutAlignment(input, planRelayRecords(input).records)
    const { result } = judgeAlignment(worked, { adkim, aspf })
    expect(result).toBe(await mailauthSays(sent, adkim, aspf))
  },
)

test.each(relays)(
  'B2 %s: with the proposed modes it passes wherever any mode passes',
  async (_, given, sent) => {
    const input = inputOf(given)
    const worked = workOutAlignment(input, planRelayRecords(input).records)
    const said = await mailauthSays(sent, worked.adkim, worked.aspf)
    expect(said).toBe(await mailauthSays(sent, 'r', 'r'))
  },
)
