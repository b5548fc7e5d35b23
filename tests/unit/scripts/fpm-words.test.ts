import { expect, test } from 'vitest'
import { controlFile, readFpmWords } from '../../../scripts/package/fpm-words.ts'

const words = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'a | b', '-d', 'c', '--deb-recommends', 'd'],
  ...['--deb-compression', 'xz', '--architecture', 'x86_64', '--after-install', '/in'],
  ...['--description', 'short \n long\n\n more', '--version', '1~2', '--package', '/out.deb'],
  ...['--name', 'postern', '--maintainer', 'M <m@x>', '--url', 'https://x', '--category', 'mail'],
  ...['--deb-priority', 'optional', '/dist/=/opt/Postern', '/a=b.png=/usr/share/b.png'],
]

test('the stand-in understands what the packager asks fpm for', () => {
  expect(readFpmWords(words)).toMatchObject({
    output: '/out.deb',
    files: [
      { from: '/dist/', to: '/opt/Postern' },
      { from: '/a=b.png', to: '/usr/share/b.png' },
    ],
    scripts: { postinst: '/in' },
    depends: ['a | b', 'c'],
    recommends: ['d'],
  })
})

test('the control file is one that dpkg reads', () => {
  expect(controlFile(readFpmWords(words), '7')).toBe(
    [
      'Package: postern',
      'Version: 1~2',
      'Architecture: amd64',
      'Maintainer: M <m@x>',
      'Installed-Size: 7',
      'Depends: a | b, c',
      'Recommends: d',
      'Section: mail',
      'Priority: optional',
      'Homepage: https://x',
      'Description: short',
      ' long',
      ' .',
      ' more',
      '',
    ].join('\n'),
  )
})

test('anything but a deb is refused, and so is an option without its value', () => {
  expect(() => readFpmWords(['-s', 'dir', '-t', 'rpm'])).toThrow(/deb/)
  expect(() => readFpmWords(['-s', 'dir', '-t', 'deb', '--version'])).toThrow(/--version/)
})
