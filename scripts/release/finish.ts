/** `node scripts/release/finish.ts DIR`: completes a folder of packages to what is published. Notes go to release-notes.md. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../electron/runtime.ts'
import { checksumList, checksumsOf, listName } from './checksums.ts'
import { releaseNotes } from './notes.ts'
import { billOfMaterials } from './sbom.ts'
import { signList } from './sign-list.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder with the packages.')

const readText = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const { version } = JSON.parse(readText('package.json')) as { version: string }
// The moment of the commit, so that the same commit gives the same files.
const committed = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: projectRoot })

const bill = billOfMaterials(new Date(Number(committed.toString()) * 1000))
writeFileSync(join(folder, `postern-${version}.cdx.json`), bill)
copyFileSync(join(import.meta.dirname, 'verify-release.sh'), join(folder, 'verify-release.sh'))
const sums = await checksumsOf(folder)
writeFileSync(join(folder, listName), checksumList(sums))

const key = process.env['RELEASE_SIGNING_KEY']
if (key) {
  const place = mkdtempSync(join(tmpdir(), 'postern-sign-'))
  try {
    const keyFile = join(place, 'key')
    writeFileSync(keyFile, key.endsWith('\n') ? key : `${key}\n`, { mode: 0o600 })
    signList(folder, keyFile)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
const facts = { version, changelog: readText('CHANGELOG.md'), sums, isListSigned: Boolean(key) }
writeFileSync('release-notes.md', releaseNotes(facts))
