/** The public half of the key that Mailu signs with. */
import { createPublicKey } from 'node:crypto'
import type { DnsWords } from '../../../shared/model/dns.ts'
import { type Part, type PlanInput, usualTtl } from './plan-input.ts'
import { finding, note, why } from './words.ts'

/** RFC 8301, 3.2: shorter keys are not to be trusted. */
const shortestKey = 1024
const longestString = 255

/** Bits of an RSA key that is given as its SubjectPublicKeyInfo in base64; undefined where it is none. */
export function keyBits(key: string): number | undefined {
  try {
    const read = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return read.asymmetricKeyDetails?.modulusLength
  } catch {
    return undefined // it is shown as it is; the look compares it with what is published
  }
}

export function planDkim({ facts, published }: PlanInput): Part {
  const { domain, dkim } = facts
  if (!dkim) return { records: [], findings: [finding('warning', 'dkim-none', { domain })] }
  const name = `${dkim.selector}._domainkey.${domain}`
  const value = `v=DKIM1; k=rsa; p=${dkim.key}`
  const bits = keyBits(dkim.key)
  const notes: DnsWords[] = []
  if (value.length > longestString)
    notes.push(
      note('long-text', { n: value.length, parts: Math.ceil(value.length / longestString) }),
    )
  if (bits !== undefined && bits <= shortestKey) notes.push(note('dkim-short', { bits }))
  return {
    findings: [],
    records: [
      {
        id: 'dkim.mailu',
        group: 'leave',
        name,
        zone: published.zoneOf(name),
        type: 'TXT',
        ttl: usualTtl,
        values: [value],
        importance: 'needed',
        match: 'dkim',
        why: why('dkim-mailu', { domain }),
        notes,
      },
    ],
  }
}
