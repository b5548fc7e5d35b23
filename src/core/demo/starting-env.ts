/** The settings that the demo begins with: as recorded, and a relay that is set up. */

/** The relay of the demo; .example is nobody's (RFC 2606, section 2). */
export const demoRelay = { host: 'smtp.relay.example', port: 587, user: 'postern-demo' } as const

/** The demo's relay takes any password but this one, so that a refusal can be tried. */
export const wrongPassword = 'wrong'

const settings: Readonly<Record<string, string>> = {
  RELAYHOST: `[${demoRelay.host}]:${demoRelay.port}`,
  RELAYUSER: demoRelay.user,
  RELAYPASSWORD: 'right',
}

/** The recorded file with these lines in place of its own. */
export function startingEnv(recorded: string): string {
  const lines = recorded
    .trimEnd()
    .split('\n')
    .filter(line => !Object.keys(settings).some(key => line.startsWith(`${key}=`)))
  return [...lines, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`), ''].join(
    '\n',
  )
}
