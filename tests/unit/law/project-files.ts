/** The project's own files, as the laws read them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '..', '..', '..')

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Every file below a folder whose name ends so. */
export function filesBelow(folder: string, ending: RegExp): SourceFile[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && ending.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({
      path: relative(projectRoot, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }))
    .sort((one, other) => one.path.localeCompare(other.path))
}

export const sources = filesBelow('src', /\.(ts|vue|html)$/)

/** Paths of the sources in which the pattern occurs. */
export const pathsWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)
