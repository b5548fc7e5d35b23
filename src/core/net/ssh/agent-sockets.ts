export interface AgentPlace {
  readonly os: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
  /** IdentityAgent of the ssh configuration, expanded. */
  readonly identityAgent: string | undefined
  /** macOS: what `launchctl getenv SSH_AUTH_SOCK` says, for apps started from the Dock, which have no shell environment. */
  readonly launchdSocket?: string | undefined
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
    win32: [String.raw`\\.\pipe\openssh-ssh-agent`, 'pageant'],
  }
  const all = [named(identityAgent), fromEnvironment, ...(systems[place.os] ?? [])]
  return [
    ...new Set(all.filter((socket): socket is string => socket !== undefined && socket !== '')),
  ]
}
