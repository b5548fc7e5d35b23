import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRelayProviders } from '../../../../src/core/relay/providers.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'

const providers = await loadRelayProviders(resolve('resources'))
const records = providers.flatMap(({ id, senderDns }) =>
  senderDns.records.map(record => ({ provider: id, ...record })),
)
const wordsIn = (pattern: string): string[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map(([, word = '']) => word)

describe('what sender authentication needs at each provider', () => {
  test('N3a every provider of the catalogue is there', () => {
    expect(providers.map(({ id }) => id).join(' ')).toBe(
      'sendgrid mailgun mandrill postmark ses brevo smtp2go mailjet scaleway fastmail gmail generic',
    )
  })

  test('every word in braces is known by itself or is named as something to copy', () => {
    const own = new Set(['domain', 'dashed', 'region'])
    const wrong = records.filter(({ name, value, needs }) => {
      const asked = [...wordsIn(name), ...wordsIn(value)].filter(word => !own.has(word))
      return [...new Set(asked)].sort().join() !== [...needs].sort().join()
    })
    expect(wrong).toEqual([])
    const asked = new Set(records.flatMap(({ needs }) => needs))
    expect([...asked].filter(word => en.relay.needs[word] === undefined)).toEqual([])
  })

  test('a DKIM record stands under its selector, and ids are unique at a provider', () => {
    const wrong = records.filter(
      ({ role, name, selector }) =>
        (role === 'dkim') !== name.includes('._domainkey.') ||
        (selector !== undefined && !name.startsWith(`${selector}._domainkey.`)),
    )
    expect(wrong).toEqual([])
    const ids = records.map(({ provider, id }) => `${provider} ${id}`)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a return-path of one’s own has its record, and signing in one’s own name has a key', () => {
    const without = providers.filter(({ senderDns: { returnPath, dkimDomain, records: all } }) => {
      const roles = all.filter(({ isOptional }) => isOptional !== true).map(({ role }) => role)
      const bare =
        returnPath === 'own-subdomain' && !roles.some(r => r === 'return-path' || r === 'spf')
      return bare || (dkimDomain === 'own' && !all.some(({ role }) => role === 'dkim'))
    })
    expect(without).toEqual([])
  })

  test('who can rewrite links says how to switch that off, and every named provider gives its sources', () => {
    const silent = providers.filter(
      ({ id, senderDns }) =>
        (senderDns.linkTracking !== undefined) !==
          (en.relay.providers[id]?.tracking !== undefined) ||
        (id !== 'generic' && senderDns.sources.length === 0),
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })
})
