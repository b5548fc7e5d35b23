/** The Debian package, as dpkg reads it and as it installs into a root of its own. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deb } from '../../build/platforms.ts'
import { runPackaged } from './run-packaged.ts'

const release = resolve(import.meta.dirname, '..', '..', 'release')
const name = existsSync(release)
  ? readdirSync(release).find(file => file.endsWith('.deb'))
  : undefined
const file = join(release, name ?? '')
const run = (program: string, ...words: string[]): string =>
  execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
const field = (wanted: string): string => run('dpkg-deb', '--field', file, wanted).trim()

let root = ''
const dpkg = (...words: string[]): string =>
  run(
    'dpkg',
    `--root=${root}`,
    '--force-script-chrootless',
    '--force-not-root',
    '--force-depends',
    ...words,
  )

beforeAll(() => {
  if (name === undefined) throw new Error('make the package first: npm run package:check')
  root = mkdtempSync(join(tmpdir(), 'postern-root-'))
  mkdirSync(join(root, 'var', 'lib', 'dpkg'), { recursive: true })
  writeFileSync(join(root, 'var', 'lib', 'dpkg', 'status'), '')
  dpkg('--install', file)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('N10a the package is named for its system, and says that nothing vouches for it', () => {
  expect(name).toMatch(/^postern-\d+\.\d+\.\d+(-test-build)?-linux-amd64-unsigned\.deb$/)
})

test('N10a it tells dpkg what it is and what it needs', () => {
  const fields = ['Package', 'Architecture', 'Section', 'Depends', 'Recommends'].map(field)
  expect(fields).toEqual([
    'postern',
    'amd64',
    'mail',
    [deb.depends].flat().join(', '),
    [deb.recommends].flat().join(', '),
  ])
})

test('N10a what it needs has a name in this Debian', () => {
  const wanted = field('Depends')
    .split(', ')
    .map(choice => choice.split(' | '))
  const known = (one: string): boolean =>
    run('apt-cache', 'pkgnames', one).split('\n').includes(one)
  // Without package lists nothing has a name: then this says nothing about ours.
  if (!known('dpkg')) throw new Error('apt has no package lists here: apt-get update')
  expect(wanted.filter(choices => !choices.some(known))).toEqual([])
})

test('N10a everything in it belongs to root and nobody else may write', () => {
  const wrong = run('dpkg-deb', '--contents', file)
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('l'))
    .filter(line => !/^[-d].{4}-.{2}-.{0,1} root\/root /.test(line))
  expect(wrong).toEqual([])
})

test('N10a the desktop entry starts the window and is where its window belongs', () => {
  const entry = readFileSync(join(root, 'usr/share/applications/postern.desktop'), 'utf8')
  const values = Object.fromEntries(
    entry
      .split('\n')
      .flatMap(line => (line.includes('=') ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
  )
  expect(values).toMatchObject({
    Type: 'Application',
    Name: 'Postern',
    Exec: '/opt/Postern/postern %U',
    Icon: 'postern',
    // `desktopName` of package.json, by which Electron names its windows.
    StartupWMClass: 'postern',
    Categories: 'Network;Email;',
  })
  expect(existsSync(join(root, 'usr/share/icons/hicolor/256x256/apps/postern.png'))).toBe(true)
})

test('N10a once installed, `postern` is the command line', async () => {
  expect(readlinkSync(join(root, 'usr/bin/postern'))).toBe('/opt/Postern/resources/bin/postern')
  const launcher = join(root, 'opt/Postern/resources/bin/postern')
  const { code, stdout } = await runPackaged(launcher, ['--version'], { screen: false })
  expect([code, stdout.trim()]).toEqual([0, field('Version').replaceAll('~', '-')])
})

test('N10a once removed, nothing of it is left', () => {
  dpkg('--remove', 'postern')
  const left = ['opt/Postern', 'usr/bin/postern', 'usr/share/applications/postern.desktop']
  expect(left.filter(path => existsSync(join(root, path)))).toEqual([])
})
