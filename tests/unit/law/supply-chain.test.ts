import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from './project-files.ts'

interface LockedPackage {
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly resolved?: string
}
interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

const readText = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const manifest = JSON.parse(readText('package.json')) as Manifest
const lock = (
  JSON.parse(readText('package-lock.json')) as { packages: Record<string, LockedPackage> }
).packages
const locked = Object.entries(lock)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), ...entry }))

/** The newest major when this was last looked at (2026-11-22); Electron supports the newest three. */
const newestElectron = 45

test('Electron is one of the three supported majors, pinned, and named in the changelog', () => {
  const version = manifest.devDependencies['electron'] ?? ''
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(newestElectron - 2)
  expect(readText('CHANGELOG.md')).toContain(`Electron ${version} (`)
})

test('every dependency is pinned exactly', () => {
  const all = {
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  }
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('nothing is installed beside the app: everything is bundled', () => {
  expect(manifest.dependencies ?? {}).toEqual({})
})

test('every install script has its decision, and only the tools’ own Node may run one', () => {
  const withScript = locked.filter(entry => entry.hasInstallScript === true).map(({ name }) => name)
  expect(withScript.filter(name => !(name in manifest.allowScripts))).toEqual([])
  expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed)).toEqual([
    ['node', true],
  ])
})

test('the lock file names no host', () => {
  expect(locked.filter(({ resolved }) => resolved !== undefined)).toEqual([])
})

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'WTFPL',
  'Python-2.0',
  'PSF-2.0',
  '(BSD-3-Clause OR GPL-2.0)',
  '(MIT OR CC0-1.0)',
  '(MIT OR EUPL-1.1+)',
  '(WTFPL OR MIT)',
  'WTFPL OR ISC',
])
/** Weaker terms, for tools that never reach a user. */
const toolsOnly: Readonly<Record<string, RegExp>> = {
  'MPL-2.0': /^(lightningcss|axe-core|@axe-core\/playwright)/,
  'CC-BY-4.0': /^caniuse-lite$/,
}
/** MIT by their LICENSE files; their manifests say it in the old form, which the lock file leaves out. */
const oldForm: readonly string[] = ['ssh2', 'cpu-features', 'buildcheck']

test('every package has a licence that lets the app be given away', () => {
  const strange = locked.filter(({ name, license }) => {
    if (license === undefined) return !oldForm.includes(name)
    return !permissive.has(license) && toolsOnly[license]?.test(name) !== true
  })
  expect(strange.map(({ name, license }) => `${name}: ${license ?? 'none'}`)).toEqual([])
})
