/** The list of a release's files, in the form that sha256sum reads. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export const listName = 'SHA256SUMS'
export const signatureName = `${listName}.sig`

export interface Checksum {
  readonly name: string
  readonly sha256: string
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** All files of the folder but the list itself and its signature, by name. */
export async function checksumsOf(folder: string): Promise<Checksum[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .filter(name => name !== listName && name !== signatureName)
    .sort()
  const sums: Checksum[] = []
  for (const name of names) sums.push({ name, sha256: await sha256Of(join(folder, name)) })
  return sums
}

/** Two blanks between, as sha256sum writes it for text and as all its kin read it. */
export const checksumList = (sums: readonly Checksum[]): string =>
  sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')
