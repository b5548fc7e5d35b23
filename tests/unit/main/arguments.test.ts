import { expect, test } from 'vitest'
import { readArguments } from '../../../src/main/arguments.ts'

test('a plain start opens a window', () => {
  expect(readArguments(['/path/to/app'])).toEqual({ mode: 'window', devTools: false, rest: [] })
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
    mode: 'cli',
    devTools: false,
    rest: ['stack', 'env', 'set', 'A=B', '--json', '--smoke'],
  })
})

test('--smoke and --devtools are the window’s', () => {
  expect(readArguments(['--smoke', '--devtools'])).toEqual({
    mode: 'smoke',
    devTools: true,
    rest: [],
  })
})
