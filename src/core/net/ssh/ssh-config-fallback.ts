/** Reads ssh_config without OpenSSH: Host, Include, and the Match criteria that need no command. First value wins (ssh_config(5)). */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { matchesPattern } from './known-hosts.ts'
import type { Settings, SshConfigDeps, SshHostQuery } from './ssh-settings.ts'

interface Line {
  readonly key: string
  readonly value: string
}

/** Keywords of which each occurrence adds to the list. */
const lists = new Set(['identityfile', 'certificatefile'])
const maxDepth = 16

/** One line as keyword and value; `=` may stand between them; comments and empty lines give nothing. */
export function parseConfigLine(text: string): Line | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text)
  if (!match) return undefined
  const [, key, value] = match
  return { key: key!.toLowerCase(), value: value!.replace(/^"([^"]*)"$/, '$1') }
}

async function filesFor(pattern: string, home: string): Promise<string[]> {
  const plain = pattern.replace(/^~(?=\/|$)/, home)
  const path = isAbsolute(plain) ? plain : join(home, '.ssh', plain)
  const name = path.slice(dirname(path).length + 1)
  if (!/[*?]/.test(name)) return [path]
  try {
    const found = await readdir(dirname(path))
    return found
      .filter(entry => matchesPattern(name, entry))
      .sort()
      .map(entry => join(dirname(path), entry))
  } catch {
    return [] // OpenSSH too takes an Include without a file for nothing
  }
}

async function linesOf(file: string, home: string, depth: number): Promise<Line[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return [] // no configuration is a configuration
  }
  const lines: Line[] = []
  for (const row of text.split(/\r?\n/)) {
    const line = parseConfigLine(row)
    if (!line) continue
    if (line.key !== 'include' || depth >= maxDepth) lines.push(line)
    else {
      lines.push({ key: 'postern-include', value: 'begin' })
      for (const pattern of line.value.split(/\s+/))
        for (const path of await filesFor(pattern, home)) {
          lines.push(...(await linesOf(path, home, depth + 1)))
        }
      lines.push({ key: 'postern-include', value: 'end' })
    }
  }
  return lines
}

const matchesList = (patterns: readonly string[], name: string): boolean => {
  const lower = name.toLowerCase()
  if (patterns.some(p => p.startsWith('!') && matchesPattern(p.slice(1).toLowerCase(), lower)))
    return false
  return patterns.some(p => !p.startsWith('!') && matchesPattern(p.toLowerCase(), lower))
}

/** Criteria that would run a command, or need a network, count as not met. */
function meets(
  criteria: string,
  known: ReadonlyMap<string, string[]>,
  query: SshHostQuery,
  localUser: string,
): boolean {
  const words = criteria.split(/[\s=]+/)
  const hostname = known.get('hostname')?.[0] ?? query.host
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const name = word.replace(/^!/, '').toLowerCase()
    if (name === 'all') continue
    at += 1
    const patterns = (words[at] ?? '').split(',')
    const subject = {
      host: hostname,
      originalhost: query.host,
      user: query.user ?? known.get('user')?.[0] ?? localUser,
      localuser: localUser,
    }[name]
    if (subject === undefined) return false
    if (matchesList(patterns, subject) === word.startsWith('!')) return false
  }
  return true
}

/** What the file says about a host, in the shape of `ssh -G`. */
export async function readConfigFile(
  query: SshHostQuery,
  file: string,
  deps: Pick<SshConfigDeps, 'homeDir' | 'localUser'>,
): Promise<Settings> {
  const settings = new Map<string, string[]>()
  let applies = true
  const outer: boolean[] = []
  for (const { key, value } of await linesOf(file, deps.homeDir, 0)) {
    if (key === 'postern-include') {
      if (value === 'begin') outer.push(applies)
      else applies = outer.pop() ?? true
      continue
    }
    const mayApply = outer.at(-1) ?? true
    if (key === 'host') applies = mayApply && matchesList(value.split(/\s+/), query.host)
    else if (key === 'match') applies = mayApply && meets(value, settings, query, deps.localUser)
    else if (applies && lists.has(key)) settings.set(key, [...(settings.get(key) ?? []), value])
    else if (applies && !settings.has(key)) settings.set(key, [value])
  }
  return settings
}

/** The host aliases of the file that name one host: no patterns. For the list on the first run. */
export async function listAliases(file: string, homeDir: string): Promise<string[]> {
  const lines = await linesOf(file, homeDir, 0)
  const names = lines.filter(({ key }) => key === 'host').flatMap(({ value }) => value.split(/\s+/))
  return [...new Set(names.filter(name => name !== '' && !/[*?!]/.test(name)))]
}
