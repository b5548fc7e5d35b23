import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Content hash (16 hex digits) of files and folders, with their names and modes, and of loose strings. */
export async function recipeOf(
  paths: readonly string[],
  more: readonly string[] = [],
): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const root = await stat(path)
    const names = root.isDirectory()
      ? (await readdir(path, { recursive: true, withFileTypes: true }))
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name))
          .sort()
      : [path]
    for (const name of names) {
      const mode = (await stat(name)).mode & 0o111
      hash
        .update(`${relative(path, name)}\0${mode}\0`)
        .update(await readFile(name))
        .update('\0')
    }
  }
  for (const text of more) hash.update(text).update('\0')
  return hash.digest('hex').slice(0, 16)
}
