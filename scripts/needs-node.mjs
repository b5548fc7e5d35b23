// Runs a TypeScript file of this project, or says in words that this Node cannot.
// Written so that even an old Node can read it: npm normally brings its own (the package `node`).
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const oldest = [22, 18] // the first that reads TypeScript without a flag
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    [
      `Postern needs Node ${oldest.join('.')} or newer here; this is ${process.versions.node}.`,
      'npm brings the right one by itself: run `npm ci` again, without --omit=optional and',
      '--ignore-scripts, or install Node 24 for your system.',
    ].join('\n'),
  )
  process.exit(1)
}

process.argv.splice(1, 2, resolve(process.argv[2]))
await import(pathToFileURL(process.argv[1]).href)
