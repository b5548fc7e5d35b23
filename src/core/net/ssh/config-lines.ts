/** The lines of ssh_config files, with those of included files in their place. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, parse } from 'node:path'
import { matchesPattern } from './known-hosts.ts'

export interface ConfigLine {
  readonly key: string
  /** Arguments, quotes taken off; of a keyword that takes a command, the command as one. */
  readonly words: readonly string[]
}

/** Marks where an included file begins and ends: a `Host` in it ends with it. */
export const includeMark = 'postern-include'

/** Keywords whose value is a command line for a shell: taken as it stands (ssh_config(5)). */
const commands = new Set(['proxycommand', 'localcommand', 'remotecommand', 'knownhostscommand'])
const maxDepth = 16

/** Words as OpenSSH's argv_split has them: quotes of both kinds hold blanks together, `#` before a word ends the line. */
export function splitArguments(text: string): string[] {
  const words: string[] = []
  const pattern = /\s*(#.*|(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\["'\\ ]|[^\s"'])+)/g
  for (const [, word = ''] of text.matchAll(pattern)) {
    if (word.startsWith('#')) break
    words.push(
      word.replace(
        /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\(["'\\ ])/g,
        (_, double?: string, single?: string, escaped?: string) =>
          (double ?? single ?? escaped ?? '').replace(/\\(["'\\])/g, '$1'),
      ),
    )
  }
  return words
}

/** One line as keyword and arguments; `=` may stand between them; comments and empty lines give nothing. */
export function parseConfigLine(text: string): ConfigLine | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text)
  if (!match) return undefined
  const [, keyword = '', rest = ''] = match
  const key = keyword.toLowerCase()
  return { key, words: commands.has(key) ? [rest] : splitArguments(rest) }
}

/** The files that a pattern names; `*` and `?` may stand in any part of the path. */
async function filesFor(pattern: string, home: string, base: string): Promise<string[]> {
  const plain = pattern.replace(/^~(?=[/\\]|$)/, home)
  const path = isAbsolute(plain) ? plain : join(base, plain)
  const { root } = parse(path)
  let found = [root]
  for (const part of path.slice(root.length).split(/[/\\]/)) {
    if (!/[*?]/.test(part)) {
      found = found.map(folder => join(folder, part))
      continue
    }
    const lists = await Promise.all(
      found.map(async folder => {
        const names = await readdir(folder).catch(() => []) // OpenSSH too takes an Include without a file for nothing
        return names
          .filter(name => matchesPattern(part, name) && (part.startsWith('.') || name[0] !== '.'))
          .sort()
          .map(name => join(folder, name))
      }),
    )
    found = lists.flat()
  }
  return found
}

/** All lines of a file; a file that is not there has none: no configuration is a configuration. */
export async function configLines(
  file: string,
  home: string,
  base = join(home, '.ssh'),
  depth = 0,
): Promise<ConfigLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines: ConfigLine[] = []
  for (const row of text.split(/\r?\n/)) {
    const line = parseConfigLine(row)
    if (!line) continue
    if (line.key !== 'include' || depth >= maxDepth) lines.push(line)
    else {
      lines.push({ key: includeMark, words: ['begin'] })
      for (const pattern of line.words)
        for (const path of await filesFor(pattern, home, base))
          lines.push(...(await configLines(path, home, base, depth + 1)))
      lines.push({ key: includeMark, words: ['end'] })
    }
  }
  return lines
}

/** The lines of the system's file, whose relative includes lie beside it. */
export const systemConfigLines = (file: string, home: string): Promise<ConfigLine[]> =>
  configLines(file, home, dirname(file))
