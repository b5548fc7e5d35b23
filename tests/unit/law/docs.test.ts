import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..', '..')
const pages = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
]
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
)

describe.each(pages)('%s', page => {
  const text = readFileSync(join(root, page), 'utf8')

  test('links only to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(match => match[1] ?? '')
    const dead = links.filter(
      link => !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(page), link)),
    )
    expect(dead).toEqual([])
  })

  test('names only npm scripts that there are', () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][a-z0-9:-]*)/g)].map(
      match => match[1] ?? '',
    )
    expect(named.filter(name => !scripts.includes(name))).toEqual([])
  })
})
