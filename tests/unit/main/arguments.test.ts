import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readArguments } from '../../../src/main/arguments.ts'
import { pathOfPlace } from '../../../src/shared/model/place.ts'

const plain = { mode: 'window', devTools: false, hidden: false, rest: [] } as const

test('a plain start opens a window', () => {
  expect(readArguments(['/path/to/app'])).toEqual({ ...plain })
})

test('after --cli every word is the command line’s, except Chromium’s own', () => {
  const words = [
    '--cli',
    '--ozone-platform=headless',
    'stack',
    'env',
    'set',
    'A=B',
    '--json',
    '--smoke',
  ]
  expect(readArguments(words)).toEqual({
    ...plain,
    mode: 'cli',
    rest: ['stack', 'env', 'set', 'A=B', '--json', '--smoke'],
  })
})

test('--smoke and --devtools are the window’s', () => {
  expect(readArguments(['--smoke', '--devtools'])).toEqual({
    ...plain,
    mode: 'smoke',
    devTools: true,
  })
})

test('N12e --demo asks for the demo server', () => {
  expect(readArguments(['--demo'])).toEqual({ ...plain, demo: true })
})

test('N10d --hidden starts without a window, unless a place is asked for', () => {
  expect(readArguments(['--hidden'])).toEqual({ ...plain, hidden: true })
  expect(readArguments(['--hidden', '--open', 'overview'])).toEqual({
    ...plain,
    open: { page: 'overview' },
  })
})

test('N10d --open names a place, in one word or in two', () => {
  const places = [
    ['--open', 'incident/7f3a-1'],
    ['--open=incident/7f3a-1'],
    ['--open', 'settings'],
  ].map(words => readArguments(words).open)
  expect(places).toEqual([
    { page: 'incident', id: '7f3a-1' },
    { page: 'incident', id: '7f3a-1' },
    { page: 'settings' },
  ])
})

test('N10d what is no place is left out, whatever it looks like', () => {
  const odd = [
    'incident',
    'incident/',
    'incident/a/b',
    'incident/../x',
    'overview/1',
    '#/x',
    '',
    '--cli',
  ]
  expect(odd.map(word => readArguments(['--open', word]).open)).toEqual(odd.map(() => undefined))
  expect(readArguments(['--open'])).toEqual(plain)
})

test('N10d whatever words a second start hands over, a wish comes out and a place is a path of letters', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('--open', '--hidden', '--cli'))),
      words => {
        const { open } = readArguments(words)
        expect(open === undefined ? '/' : pathOfPlace(open)).toMatch(/^[/\w-]+$/)
      },
    ),
  )
})
