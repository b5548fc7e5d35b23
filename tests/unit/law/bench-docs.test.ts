import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { benches } from '../../bench/index.ts'
import { proofs } from '../../prove/index.ts'

const page = readFileSync(new URL('../../../docs/bench.md', import.meta.url), 'utf8')

/** The names in the first column of the table under a heading. */
const namesUnder = (heading: string): string[] => {
  const part = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...part.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(match => match[1] ?? '')
}

describe('docs/bench.md fixes the names', () => {
  test('of all benches', () => {
    expect(namesUnder('Benches')).toEqual(Object.keys(benches))
  })

  test('of all proofs', () => {
    expect(namesUnder('Proofs')).toEqual(Object.keys(proofs))
  })

  test.each(Object.entries(benches))(
    'bench %s names only contenders that it has',
    async (_, load) => {
      const { ratios, about } = await load()
      expect(about).not.toBe('')
      expect(Object.keys(ratios).length).toBeGreaterThan(0)
    },
  )
})
