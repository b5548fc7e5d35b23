/** Presentation form → what the encoder wants. */
import type { Answer } from 'dns-packet'

/** [name, type, value, TTL (default 300)] */
export type FakeRecord = readonly [name: string, type: string, value: string, ttl?: number]

function dataOf(type: string, value: string): unknown {
  const words = value.split(' ')
  const [one = '', two = '', three = '', four = ''] = words
  switch (type) {
    case 'MX':
      return { preference: Number(one), exchange: two }
    case 'SRV':
      return { priority: Number(one), weight: Number(two), port: Number(three), target: four }
    case 'TXT':
      return value.match(/[^]{1,255}/g) ?? ['']
    case 'CAA':
      return { flags: Number(one), tag: two, value: words.slice(2).join(' ') }
    case 'TLSA':
      return {
        usage: Number(one),
        selector: Number(two),
        matchingType: Number(three),
        certificate: Buffer.from(four, 'hex'),
      }
    case 'DS':
      return {
        keyTag: Number(one),
        algorithm: Number(two),
        digestType: Number(three),
        digest: Buffer.from(four, 'hex'),
      }
    default:
      return value
  }
}

/** @param name as it was asked, whatever its case */
export const packetAnswer = (name: string, [, type, value, ttl = 300]: FakeRecord): Answer =>
  ({ name, type, ttl, data: dataOf(type, value) }) as Answer // the shapes of dns-packet's own types

/** The zone's SOA with this negative time to live. */
export const soaOf = (zone: string, minimum = 300): Answer => ({
  name: zone,
  type: 'SOA',
  ttl: minimum,
  data: {
    mname: `ns1.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 1,
    refresh: 7200,
    retry: 3600,
    expire: 1_209_600,
    minimum,
  },
})
