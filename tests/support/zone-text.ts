/** A DNS of a few lines for tests: `NAME TYPE VALUE`, `NAME TIMEOUT` for a name whose servers say nothing. */
import type { SpfAnswer, SpfAsk } from '../../src/shared/mail/spf/types.ts'

/** Answers from the text; counts what was asked. */
export function zoneOf(text: string): SpfAsk & { readonly asked: string[] } {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [, name = '', type = '', value = ''] = /^(\S+) (\S+) ?([^]*)$/.exec(line) ?? []
      return { name: name.toLowerCase(), type, value }
    })
  const asked: string[] = []
  const ask = (name: string, type: string): Promise<SpfAnswer> => {
    const key = name.toLowerCase().replace(/\.$/, '')
    asked.push(`${key} ${type}`)
    const ofName = lines.filter(line => line.name === key)
    if (ofName.some(line => line.type === 'TIMEOUT')) return Promise.resolve({ kind: 'unknown' })
    const values = ofName.filter(line => line.type === type).map(line => line.value)
    if (values.length > 0) return Promise.resolve({ kind: 'records', values })
    return Promise.resolve({ kind: ofName.length > 0 ? 'nodata' : 'nxdomain' })
  }
  return Object.assign(ask, { asked })
}
