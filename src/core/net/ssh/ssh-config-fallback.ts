/** Reads ssh_config without OpenSSH: Host, Include, and the Match criteria that need no command. First value wins (ssh_config(5)). */
import {
  type ConfigLine,
  configLines,
  includeMark,
  splitArguments,
  systemConfigLines,
} from './config-lines.ts'
import { matchesPattern } from './known-hosts.ts'
import type { Settings, SshConfigDeps, SshHostQuery } from './ssh-settings.ts'

/** Keywords of which each occurrence adds to the list. */
const lists = new Set(['identityfile', 'certificatefile'])
/** Keywords that take several files. */
const manyFiles = new Set(['userknownhostsfile', 'globalknownhostsfile'])
/** Of these two the first one that is met takes the other's place (ssh_config(5), ProxyJump). */
const instead: Readonly<Record<string, string>> = {
  proxyjump: 'proxycommand',
  proxycommand: 'proxyjump',
}

const matchesList = (patterns: readonly string[], name: string): boolean => {
  if (patterns.some(p => p.startsWith('!') && matchesPattern(p.slice(1), name))) return false
  return patterns.some(p => !p.startsWith('!') && matchesPattern(p, name))
}

/** Criteria that would run a command, or need a network, count as not met. */
function meets(
  criteria: readonly string[],
  known: Settings,
  query: SshHostQuery,
  localUser: string,
): boolean {
  const words = criteria.flatMap(word => {
    const [, name, value] = /^(!?[A-Za-z]+)=(.*)$/.exec(word) ?? []
    return name === undefined || value === undefined ? [word] : [name, ...splitArguments(value)]
  })
  const hostname = (known.get('hostname')?.[0] ?? query.host).replaceAll('%h', query.host)
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const isNegated = word.startsWith('!')
    const name = word.replace(/^!/, '').toLowerCase()
    if (name === 'all') continue
    at += 1
    const patterns = (words[at] ?? '').split(',')
    const subject = {
      host: hostname.toLowerCase(),
      originalhost: query.host.toLowerCase(),
      user: query.user ?? known.get('user')?.[0] ?? localUser,
      localuser: localUser,
    }[name]
    if (subject === undefined) return false
    const isOfHost = name.endsWith('host')
    const wanted = isOfHost ? patterns.map(pattern => pattern.toLowerCase()) : patterns
    if (matchesList(wanted, subject) === isNegated) return false
  }
  return words.length > 0
}

/** What the lines say about a host, in the shape of `ssh -G`. */
function settingsOf(
  lines: readonly ConfigLine[],
  settings: Map<string, readonly string[]>,
  query: SshHostQuery,
  localUser: string,
): void {
  let applies = true
  const outer: boolean[] = []
  for (const { key, words } of lines) {
    const [first = ''] = words
    const mayApply = outer.at(-1) ?? true
    if (key === includeMark) {
      if (first === 'begin') outer.push(applies)
      else applies = outer.pop() ?? true
    } else if (key === 'host') applies = mayApply && matchesList(words, query.host)
    else if (key === 'match') applies = mayApply && meets(words, settings, query, localUser)
    else if (!applies || first === '' || settings.has(instead[key] ?? '')) continue
    else if (lists.has(key)) settings.set(key, [...(settings.get(key) ?? []), first])
    else if (!settings.has(key)) settings.set(key, manyFiles.has(key) ? words : [first])
  }
}

/** What the user's file says about a host, then the system's, in the shape of `ssh -G`. */
export async function readConfigFile(
  query: SshHostQuery,
  file: string,
  deps: Pick<SshConfigDeps, 'homeDir' | 'localUser' | 'systemConfigFile'>,
): Promise<Settings> {
  const settings = new Map<string, readonly string[]>()
  const { homeDir, localUser, systemConfigFile } = deps
  settingsOf(await configLines(file, homeDir), settings, query, localUser)
  if (systemConfigFile !== undefined)
    settingsOf(await systemConfigLines(systemConfigFile, homeDir), settings, query, localUser)
  return settings
}

/** The host aliases of the file that name one host: no patterns. For the list on the first run. */
export async function listAliases(file: string, homeDir: string): Promise<string[]> {
  const lines = await configLines(file, homeDir)
  const names = lines.filter(({ key }) => key === 'host').flatMap(({ words }) => words)
  return [...new Set(names.filter(name => name !== '' && !/[*?!]/.test(name)))]
}
