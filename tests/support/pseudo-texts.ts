/** The English catalogue as a language that nobody speaks: each text bracketed, accented and 40 % longer, so that what does not come from it stands out. */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

export const opening = '⟦'
export const closing = '⟧'
const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = 'åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ'
const letters = new Map(Array.from(plain, (letter, at) => [letter, accented.charAt(at)]))

/** Places for values stay; each form of a plural is a text of its own. */
export function pseudo(text: string): string {
  return text
    .split(' | ')
    .map(form => {
      const words = form
        .split(/(\{[^}]*\})/)
        .map(part =>
          part.startsWith('{')
            ? part
            : part.replaceAll(/[a-zA-Z]/g, one => letters.get(one) ?? one),
        )
        .join('')
      const more = Math.ceil(form.replaceAll(/\{[^}]*\}/g, '').length * 0.4)
      const padding = 'ẋẋẋẋẋ '
        .repeat(Math.ceil(more / 6))
        .slice(0, more)
        .trim()
      return form === '' ? '' : `${opening}${words}${padding === '' ? '' : ` ${padding}`}${closing}`
    })
    .join(' | ')
}

const inPseudo = (value: unknown): unknown => {
  if (typeof value === 'string') return pseudo(value)
  if (Array.isArray(value)) return value.map(inPseudo)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inPseudo(one)]))
}

const folder = resolve(import.meta.dirname, '../../src/shared/locales/en')
const files = new Set(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name)),
)

/** Puts the pseudo texts in the place of every file of the catalogue. */
export const pseudoTexts = (): Plugin => ({
  name: 'pseudo-texts',
  enforce: 'pre',
  async load(id) {
    if (!files.has(id)) return undefined
    const texts = (await import(pathToFileURL(id).href)) as Record<string, unknown>
    return Object.entries(texts)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(inPseudo(value))}`)
      .join('\n')
  },
})
