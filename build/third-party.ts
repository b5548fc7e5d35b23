/** Collects the licences of what is bundled in, since nothing of node_modules travels with the app. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'vite'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

/** Writes `out/licenses/PART.txt` with every package whose code is in that part of the build. */
export function thirdPartyLicences(part: string): Plugin {
  return {
    name: 'third-party-licences',
    apply: 'build',
    generateBundle() {
      const folders = new Set([...this.getModuleIds()].flatMap(id => packageFolder(id) ?? []))
      const texts = [...folders].sort().map(describePackage)
      const target = resolve('out', 'licenses')
      mkdirSync(target, { recursive: true })
      writeFileSync(join(target, `${part}.txt`), texts.join(`\n\n${'-'.repeat(72)}\n\n`))
    },
  }
}

/** The folder of the package that a module of node_modules belongs to. */
function packageFolder(moduleId: string): string | undefined {
  const path = moduleId.replaceAll('\\', '/').replace(/^\0/, '').split('?')[0] ?? ''
  // An icon is a virtual module: its set is the package.
  const icons = /^~icons\/([\w-]+)\//.exec(path)?.[1]
  if (icons !== undefined) return resolve('node_modules', '@iconify-json', icons)
  if (!path.includes('/node_modules/')) return undefined
  for (let folder = dirname(path); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const parent = folder.slice(folder.lastIndexOf('/node_modules/') + '/node_modules/'.length)
    const isPackage = parent.split('/').length === (parent.startsWith('@') ? 2 : 1)
    if (isPackage && existsSync(join(folder, 'package.json'))) return folder
  }
  return undefined
}

function describePackage(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  const file = readdirSync(folder).find(entry => /^(licen[cs]e|copying)/i.test(entry))
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return `${name} ${version}\nLicence: ${license ?? 'see below'}\n\n${text}`
}
