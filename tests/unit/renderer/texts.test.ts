import { parse } from 'vue/compiler-sfc'
import { describe, expect, test } from 'vitest'
import { wordsAt } from '../../../src/renderer/words.ts'
import { en as catalogue } from '../../../src/shared/locales/en/index.ts'

const sources = import.meta.glob<string>('../../../src/renderer/**/*.{vue,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const short = (path: string): string => path.replace('../../../src/renderer/', '')
const components = Object.entries(sources).filter(([path]) => path.endsWith('.vue'))
type Node = NonNullable<NonNullable<ReturnType<typeof parse>['descriptor']['template']>['ast']>

/** Words that stand in a template itself: text between tags and attributes that a person reads or hears. */
function wordsIn(node: unknown): string[] {
  const { type, content, props, children } = node as {
    type: number
    content?: unknown
    props?: { type: number; name: string; value?: { content: string } }[]
    children?: unknown[]
  }
  const isText = type === 2 && typeof content === 'string'
  const own = isText && /\p{L}{2,}/u.test(content) ? [content.trim()] : []
  const spoken = (props ?? [])
    .filter(
      prop =>
        prop.type === 6 &&
        /^(title|placeholder|alt|label|aria-label|name|note|why)$/.test(prop.name),
    )
    .map(prop => prop.value?.content ?? '')
    .filter(text => /\p{Lu}\p{Ll}|\s/u.test(text))
  return [...own, ...spoken, ...(children ?? []).flatMap(wordsIn)]
}
const templateOf = (source: string): Node | undefined => parse(source).descriptor.template?.ast

describe('the texts of the window', () => {
  test('N11d no visible word stands in a template: all of them are in the catalogue', () => {
    const found = components.flatMap(([path, source]) => {
      const ast = templateOf(source)
      return (ast ? wordsIn(ast) : []).map(words => `${short(path)}: ${words}`)
    })
    expect(components.length).toBeGreaterThan(40)
    expect(found).toEqual([])
  })

  test('every text that is named exists in the catalogue', () => {
    const missing = Object.entries(sources).flatMap(([path, source]) =>
      [...source.matchAll(/\bt\(\s*'([\w.-]+)'/g)]
        .map(([, key = '']) => key)
        .filter(key => wordsAt(key.split('.')) === undefined)
        .map(key => `${short(path)}: ${key}`),
    )
    expect(missing).toEqual([])
  })

  test('every family of texts that is named by its beginning exists', () => {
    const missing = Object.entries(sources).flatMap(([path, source]) =>
      [...source.matchAll(/\bt\(\s*`([\w.-]+)\.[\w-]*\$\{/g)]
        .map(([, family = '']) => family)
        .filter(family => wordsAt([...family.split('.').slice(0, -1), family]) === undefined)
        .filter(family => !hasFamily(family))
        .map(family => `${short(path)}: ${family}`),
    )
    expect(missing).toEqual([])
  })

  test('no template has more than 80 lines', () => {
    const long = components
      .map(([path, source]) => {
        const template = parse(source).descriptor.template
        return [short(path), template ? template.content.trim().split('\n').length : 0] as const
      })
      .filter(([, lines]) => lines > 80)
    expect(long).toEqual([])
  })
})

function hasFamily(family: string): boolean {
  let at: unknown = catalogue
  for (const key of family.split('.')) at = (at as Record<string, unknown> | undefined)?.[key]
  return typeof at === 'object' && at !== null
}
