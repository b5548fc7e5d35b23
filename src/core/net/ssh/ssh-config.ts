/** What the person's own ssh configuration says about a host. OpenSSH's `ssh -G` is the exact truth where it is installed. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hostname as hostnameHere, userInfo } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { expandTokens } from './expand-tokens.ts'
import { readConfigFile } from './ssh-config-fallback.ts'
import type { Settings, SshConfigDeps, SshHostQuery } from './ssh-settings.ts'

export interface SshHost {
  /** As the person wrote it. */
  readonly alias: string
  readonly hostname: string
  readonly port: number
  readonly user: string
  /** Absolute paths, in order; those that the configuration names, else OpenSSH's defaults. */
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  /** `none`, a socket, or undefined for the environment's agent. */
  readonly identityAgent: string | undefined
  readonly proxyJump: string | undefined
  readonly proxyCommand: string | undefined
  readonly knownHostsFiles: readonly string[]
  readonly hostKeyAlias: string | undefined
  /** Certificates that belong to keys: OpenSSH would offer them, the SSH library cannot. */
  readonly certificateFiles: readonly string[]
}

/** The file that is read for hosts: `~/.ssh/config`. */
export const configFileOf = (deps: SshConfigDeps): string =>
  deps.configFile ?? join(deps.homeDir, '.ssh', 'config')

/** OpenSSH asks the password database for the home folder, not $HOME: where ours is another, the file is named. */
function explicitFile(deps: SshConfigDeps): string | undefined {
  if (deps.configFile === undefined && deps.homeDir === userInfo().homedir) return undefined
  const file = configFileOf(deps)
  return existsSync(file) ? file : 'none'
}

/** For the same reason: a path that OpenSSH has put under the password database's home belongs under ours. */
const underOurHome = (file: string, deps: SshConfigDeps): string => {
  const theirs = join(userInfo().homedir, '.ssh')
  return file.startsWith(theirs) ? join(deps.homeDir, '.ssh') + file.slice(theirs.length) : file
}

function askOpenSsh(
  query: SshHostQuery,
  deps: SshConfigDeps,
  signal: AbortSignal,
): Promise<Settings | undefined> {
  const file = explicitFile(deps)
  const args = [
    '-G',
    ...(file === undefined ? [] : ['-F', file]),
    ...(query.port === undefined ? [] : ['-p', String(query.port)]),
    ...(query.user === undefined ? [] : ['-l', query.user]),
    '--',
    query.host,
  ]
  return new Promise((resolve, reject) => {
    execFile(
      deps.client ?? 'ssh',
      args,
      { signal, timeout: 10_000, maxBuffer: 1 << 20, env: { ...process.env, ...deps.env } },
      (error, stdout, stderr) => {
        if (!error) resolve(parseSettings(stdout))
        else if (signal.aborted) reject(new AppError('cancelled', {}))
        else if (error.code === 'ENOENT') resolve(undefined)
        else {
          const reason = stderr.trim().split('\n')[0] ?? error.message
          reject(new AppError('ssh-config-not-readable', { file: configFileOf(deps), reason }))
        }
      },
    )
  })
}

/** Reads the output of `ssh -G`: one `keyword value` a line; several lines of one keyword are a list. */
export function parseSettings(text: string): Settings {
  const settings = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(' ')
    if (at === -1) continue
    const key = line.slice(0, at).toLowerCase()
    settings.set(key, [...(settings.get(key) ?? []), line.slice(at + 1).trim()])
  }
  return settings
}

const defaultIdentities = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk']

/** Splits a list of files. `ssh -G` writes names with blanks without quotes: what begins like no path goes on the one before. */
export const splitFiles = (text: string): string[] =>
  text.split(' ').reduce<string[]>((files, word) => {
    const isNew = files.length === 0 || /^([/~%$]|[A-Za-z]:[\\/]|none$)/.test(word)
    return isNew ? [...files, word] : [...files.slice(0, -1), `${files.at(-1)} ${word}`]
  }, [])

/**
 * Everything that the configuration says about a host, with names and paths expanded.
 * @throws AppError `ssh-config-not-readable` in OpenSSH's own words
 */
export async function resolveSshHost(
  query: SshHostQuery,
  deps: SshConfigDeps,
  signal: AbortSignal,
): Promise<SshHost> {
  const asked = deps.client === '' ? undefined : await askOpenSsh(query, deps, signal)
  const system = explicitFile(deps) === undefined ? deps.systemConfigFile : undefined
  const own = { ...deps, systemConfigFile: system }
  const settings = asked ?? (await readConfigFile(query, configFileOf(deps), own))
  const one = (key: string): string | undefined => {
    const value = settings.get(key)?.[0]
    return value === undefined || value === '' || value === 'none' ? undefined : value
  }
  const hostname = (one('hostname') ?? query.host).replaceAll('%h', query.host)
  const port = query.port ?? Number(one('port') ?? 22)
  const user = query.user ?? one('user') ?? deps.localUser
  const tokens = {
    home: deps.homeDir,
    env: deps.env,
    localUser: deps.localUser,
    localHost: hostnameHere(),
    localUid: userInfo().uid,
    alias: query.host,
    hostname,
    port,
    user,
    hostKeyAlias: one('hostkeyalias'),
  }
  const expand = (text: string): string => underOurHome(expandTokens(text, tokens), deps)
  const ssh = join(deps.homeDir, '.ssh')
  const named = (found: readonly string[]): string[] =>
    found.filter(file => file !== 'none').map(expand)
  const lists = (key: string, fallback: readonly string[]): string[] =>
    named(settings.get(key)?.flatMap(splitFiles) ?? fallback)
  const agent = settings.get('identityagent')?.[0]
  return {
    alias: query.host,
    hostname,
    port,
    user,
    identityFiles: named(
      settings.get('identityfile') ?? defaultIdentities.map(name => join(ssh, name)),
    ),
    certificateFiles: named(settings.get('certificatefile') ?? []),
    identitiesOnly: one('identitiesonly') === 'yes',
    identityAgent: agent === undefined || agent === 'none' ? agent : expand(agent),
    proxyJump: one('proxyjump'),
    proxyCommand: one('proxycommand'),
    knownHostsFiles: [
      ...lists('userknownhostsfile', [join(ssh, 'known_hosts'), join(ssh, 'known_hosts2')]),
      ...lists('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    ],
    hostKeyAlias: one('hostkeyalias'),
  }
}
