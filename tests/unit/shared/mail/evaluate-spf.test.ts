import { spf } from 'mailauth/lib/spf/index.js'
import { describe, expect, test } from 'vitest'
import { evaluateSpf } from '../../../../src/shared/mail/spf/evaluate-spf.ts'
import { zoneOf } from '../../../support/zone-text.ts'
import { type SpfCase, spfCases } from './spf-cases.ts'

describe('N5e an SPF record is evaluated as RFC 7208 says', () => {
  test.each(spfCases.map(one => [one.rule, one] as const))('%s', async (_rule, one) => {
    const { result } = await evaluateSpf({
      ip: one.ip ?? '192.0.2.10',
      sender: one.sender ?? 'ann@from.test',
      helo: one.helo ?? 'client.from.test',
      ask: zoneOf(one.zone),
    })
    expect([one.result].flat()).toContain(result)
  })
})

/** The same question to another implementation. */
async function mailauthSays(one: SpfCase): Promise<string> {
  const ask = zoneOf(one.zone)
  const { status } = await spf({
    ip: one.ip ?? '192.0.2.10',
    sender: one.sender ?? 'ann@from.test',
    helo: one.helo ?? 'client.from.test',
    mta: 'here.test',
    strict: true,
    async resolver(name, type): Promise<string[] | string[][]> {
      const answer = await ask(name, type as 'A')
      if (answer.kind !== 'records') {
        const codes = { unknown: 'ETIMEOUT', nodata: 'ENODATA', nxdomain: 'ENOTFOUND' }
        throw Object.assign(new Error(answer.kind), { code: codes[answer.kind] })
      }
      if (type === 'TXT') return answer.values.map(text => [text])
      if (type !== 'MX') return answer.values.map(value => value.replace(/\.$/, ''))
      // Its types know nothing of an MX, its code does.
      return answer.values.map(value => {
        const [priority, exchange] = value.split(' ')
        return { priority: Number(priority), exchange: exchange?.replace(/\.$/, '') }
      }) as unknown as string[]
    },
  })
  return status.result
}

test('N5e mailauth comes to the same result in every case', async () => {
  const other: string[] = []
  for (const one of spfCases) {
    const said = await mailauthSays(one)
    if (![one.result].flat().includes(said as 'pass')) other.push(`${one.rule}: ${said}`)
  }
  expect(other).toEqual([])
})
