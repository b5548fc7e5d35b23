/** Generated env files: what people, editors and accidents make of a mailu.env. */
import fc from 'fast-check'

const keys = fc.constantFrom(
  'DOMAIN',
  'RELAYHOST',
  'RELAYUSER',
  'RELAYPASSWORD',
  'MESSAGE_SIZE_LIMIT',
  'HOSTNAMES',
  'TLS_FLAVOR',
  'MY_OWN_KEY',
  'Weird.key-1[0]',
)
const blanks = fc.constantFrom('', '', '', ' ', '  ', '\t')
const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\n')

/** Text that is likely to hurt: quotes, dollars, backslashes, hashes, blanks, other scripts. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '$$',
        '${',
        '}',
        '${A}',
        '$A',
        '#',
        ' #',
        '=',
        ':',
        '`',
        '!',
      ),
      fc.constantFrom(
        ' ',
        '\t',
        '\u00a0',
        '\u2003',
        '\ufeff',
        '\u0085',
        '\u001c',
        '€',
        'ß',
        '😀',
        '%',
        '&',
        ';',
      ),
      fc.string({ maxLength: 6, unit: 'grapheme-ascii' }),
    ),
    { maxLength: 8 },
  )
  .map(parts => parts.join(''))

/** A value that was meant: anything an environment variable can hold, without line ends. */
export const intendedValue = fc.oneof(
  hostileText.filter(text => !/[\r\n\0]/.test(text)),
  fc.constantFrom(
    '',
    'true',
    '50000000',
    '[smtp.example.org]:587',
    'pa$$w0rd',
    "it's",
    'SG.x-y_z',
    '-',
  ),
  fc.string({ maxLength: 30, unit: 'binary' }).filter(text => !/[\r\n\0]/.test(text)),
)

const rawValue = fc.oneof(
  fc.constantFrom(
    '',
    'plain',
    '50/day',
    'a b c',
    '"quoted value"',
    "'single'",
    '$HOME',
    '${DOMAIN}',
    '${X:-y}',
  ),
  fc.constantFrom(
    '"two\nlines"',
    "'two\r\nlines'",
    '"it\\"s"',
    "'it\\'s'",
    '"\\n\\t\\\\ \\$x"',
    'ab"cd',
    "it's",
  ),
  hostileText.map(text => text.replace(/[\r\n]/g, '')),
)

const assignment = fc
  .tuple(
    blanks,
    fc.constantFrom('', '', '', 'export '),
    keys,
    blanks,
    blanks,
    rawValue,
    fc.constantFrom('', '', ' # note', '   ', '#x'),
  )
  .map(
    ([indent, word, key, before, after, value, tail]) =>
      `${indent}${word}${key}${before}=${after}${value}${tail}`,
  )

const otherLine = fc.oneof(
  fc.constantFrom(
    '',
    '   ',
    '# comment',
    '  # indented = comment',
    '#RELAYHOST=[old]:25',
    '###########',
  ),
  keys.map(key => `#${key}=commented out`),
  keys,
  keys.map(key => `${key}: yaml style`),
  fc.constantFrom(
    'RELAYPASSWORD="never closed',
    "X='never closed",
    'two words',
    '=nothing',
    'A="x" y',
    '${',
    'A=${',
    'ÄÖ=ü',
  ),
  hostileText.map(text => text.replace(/[\r\n]/g, '')),
)

/** A file as text: lines of all kinds with LF and CR LF mixed, with and without byte order mark and final line end. */
const fileText = (line: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '', '', '\ufeff'),
      fc.array(fc.tuple(line, ends), { maxLength: 12 }),
      fc.boolean(),
    )
    .map(([mark, lines, isClosed]) => {
      const text = lines.map(([content, end]) => content + end).join('')
      return mark + (isClosed ? text : text.replace(/\r?\n$/, ''))
    })

/** Files with everything, broken lines included. */
export const anyEnvText = fileText(
  fc.oneof({ weight: 4, arbitrary: assignment }, { weight: 1, arbitrary: otherLine }),
)

/** Files whose every line both generations of Compose understand: what a working server has. */
export const soundEnvText = fileText(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          blanks,
          fc.constantFrom('', '', 'export '),
          keys,
          blanks,
          blanks,
          fc.constantFrom(
            '',
            'plain',
            '50/day',
            'a b c',
            '"quoted value"',
            "'single'",
            '"two\nlines"',
            'ab"cd',
            '5$',
            'a#b',
          ),
          fc.constantFrom('', '', ' # note', '   '),
        )
        .map(
          ([indent, word, key, before, after, value, tail]) =>
            `${indent}${word}${key}${before}=${after}${value}${tail}`,
        ),
    },
    { weight: 2, arbitrary: fc.constantFrom('', '  ', '# comment', '#RELAYHOST=[old]:25') },
  ),
)

/** Bytes: text, sometimes with bytes in it that are no UTF-8, or a lone CR. */
export const anyEnvBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    anyEnvText,
    fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 })), { maxLength: 2 }),
    fc.nat(3),
  )
  .map(([text, accidents, chance]) => {
    let bytes = Buffer.from(text, 'utf8')
    if (chance > 0) return new Uint8Array(bytes)
    for (const [place, odd] of accidents) {
      const at = bytes.length === 0 ? 0 : place % bytes.length
      bytes = Buffer.concat([bytes.subarray(0, at), odd, bytes.subarray(at)])
    }
    return new Uint8Array(bytes)
  })
