// What a bare Electron runs first: `electron [-r module] [--version] path`. The fallback runtime gets this one.
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { Module } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const words = process.argv.slice(1)
const modules = []
let target
for (let at = 0; at < words.length; at++) {
  const word = words[at]
  if (word === '--version' || word === '-v') {
    console.log(`v${process.versions.electron}`)
    process.exit(0)
  }
  if (word === '-r' || word === '--require') modules.push(words[++at])
  else if (!word.startsWith('-')) {
    target = word
    break
  }
}
if (modules.length > 0) Module._preloadModules(modules)
if (target === undefined) {
  console.log(
    `Electron ${process.versions.electron} (fallback runtime). Usage: electron [-r module] path`,
  )
  process.exit(0)
}

Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true })
const folder = resolve(target)
const manifest = resolve(folder, 'package.json')
if (existsSync(manifest)) {
  const about = JSON.parse(readFileSync(manifest, 'utf8'))
  if (about.version) app.setVersion(about.version)
  app.name = about.productName ?? about.name ?? app.name
  app.setDesktopName(about.desktopName ?? `${app.name}.desktop`)
}
let entry
try {
  entry = Module._resolveFilename(folder, null, true)
} catch {
  console.error(`There is no Electron app at ${folder}.`)
  process.exit(1)
}
app.setAppPath(existsSync(manifest) ? folder : dirname(entry))
await import(pathToFileURL(entry).href)
