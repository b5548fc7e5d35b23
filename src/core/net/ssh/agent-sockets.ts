/** Where agents may listen on the three systems. */

export interface AgentPlace {
  readonly os: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly localUser: string
  /** IdentityAgent of the ssh configuration, expanded. */
  readonly identityAgent: string | undefined
  /** macOS: what `launchctl getenv SSH_AUTH_SOCK` says, for apps started from the Dock, which have no shell environment. */
  readonly launchdSocket?: string | undefined
  /** Windows: names of all named pipes, among which Pageant's has no fixed name. */
  readonly pipeNames?: readonly string[] | undefined
}

const pipe = (name: string): string => String.raw`\\.\pipe` + `\\${name}`

/**
 * Pageant's pipes among all: `pageant.USER.` and a hash of a random text of this login (PuTTY 0.75 and later,
 * `agent_named_pipe_name` in its source). The hash cannot be computed without Windows' own cryptography, so it is looked for.
 */
export const pageantPipes = (names: readonly string[], user: string): string[] => {
  const begin = `pageant.${user}.`.toLowerCase()
  return names.filter(name => name.toLowerCase().startsWith(begin)).map(pipe)
}

/**
 * Where agents may listen, the best first; all of them are asked, since the first may be there and hold no key.
 * `IdentityAgent none` means none at all (ssh_config(5)).
 */
export function agentSockets(place: AgentPlace): string[] {
  const { env, identityAgent } = place
  if (identityAgent === 'none') return []
  const fromEnvironment = env['SSH_AUTH_SOCK']
  const named = (value: string | undefined): string | undefined => {
    if (value === 'SSH_AUTH_SOCK') return fromEnvironment
    return value?.startsWith('$') ? env[value.slice(1)] : value
  }
  const systems: Readonly<Record<string, readonly (string | undefined)[]>> = {
    darwin: [place.launchdSocket],
    win32: [pipe('openssh-ssh-agent'), ...pageantPipes(place.pipeNames ?? [], place.localUser)],
  }
  const all = [named(identityAgent), fromEnvironment, ...(systems[place.os] ?? [])]
  return [
    ...new Set(all.filter((socket): socket is string => socket !== undefined && socket !== '')),
  ]
}

/** What has to be asked of the system to know the place; each for the system that needs it. */
export interface AgentFinder {
  readonly os: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly localUser: string
  readonly launchdSocket?: () => Promise<string | undefined>
  readonly pipeNames?: () => Promise<readonly string[]>
}

/** The sockets and pipes of this computer, the best first. */
export const findAgentSockets = async (
  finder: AgentFinder,
  identityAgent: string | undefined,
): Promise<string[]> =>
  agentSockets({
    os: finder.os,
    env: finder.env,
    localUser: finder.localUser,
    identityAgent,
    launchdSocket: await finder.launchdSocket?.(),
    pipeNames: await finder.pipeNames?.(),
  })
