/** Strings that break careless quoting: shell syntax of every shell, control characters, odd Unicode, option look-alikes. */
import fc from 'fast-check'

const nasty = [
  "'",
  '"',
  '`',
  '\\',
  '$',
  '$(',
  '${',
  '!',
  '!!',
  '&',
  '&&',
  '|',
  ';',
  '\n',
  '\r',
  '\t',
  ' ',
  '*',
  '?',
  '~',
  '#',
  '%',
  '%s',
  '{a,b}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '^',
  '=',
  '--',
  '-n',
  '-e',
  '$(id)',
  '`id`',
  '${IFS}',
  '\\n',
  "'\\''",
  "$'\\x41'",
  '\u0001',
  '\u001b[2J',
  '\u0081',
  '\u00ff',
  'é',
  '\u202e',
  '\u{1f4a9}',
  '\ufeff',
  'EOF',
  'eval',
  'exit 1',
  '@(a|b)',
  'a=b',
  ';;',
  ')',
  '%%',
  '^C',
  '\u0007',
  '\u007f',
  '\b',
]

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
)

/** Without NUL, which no argument can hold, and without half surrogates, which UTF-8 cannot say. */
export const hostileText = fc
  .array(piece, { maxLength: 12 })
  .map(pieces => pieces.join('').replaceAll('\0', ''))
  .filter(text => Buffer.from(text, 'utf8').toString('utf8') === text)

/** So many of them, the same for a seed. */
export const hostileTexts = (count: number, seed: number): string[] =>
  fc.sample(hostileText, { numRuns: count, seed })
