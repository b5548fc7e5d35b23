/** What starting a window needs on this machine, decided from plain facts. */
export interface Machine {
  readonly platform: string
  readonly userId: number | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Words for a Linux session without a display, or nothing. */
export function displayProblem(machine: Machine): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = machine.environment
  if (machine.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return undefined
  return [
    'There is no display here, so no window can open. Either of these helps:',
    '  · start it from a desktop session;',
    '  · for a try or a test: xvfb-run -a npm start   (Debian packages: xvfb xauth).',
    'The command line needs no display: npm run -s postern -- --help',
  ].join('\n')
}

/** What decides whether Chromium can sandbox an ordinary user's window: one of the two is enough. */
export interface SandboxFacts {
  /** Unprivileged user namespaces work. */
  readonly namespaces: boolean
  /** `chrome-sandbox` beside the executable belongs to root and has its setuid bit. */
  readonly setuidHelper: boolean
}

/** Words where Chromium would end at once, or nothing. `helper` is the path of `chrome-sandbox`. */
export function sandboxProblem(
  machine: Machine,
  facts: SandboxFacts,
  helper: string,
): string | undefined {
  if (machine.platform !== 'linux' || machine.userId === 0) return undefined
  if (facts.namespaces || facts.setuidHelper) return undefined
  return [
    'This system lets no ordinary program make the sandbox that the window needs (user namespaces are off).',
    'Either of these helps, once:',
    `  · sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
    '  · Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  ].join('\n')
}

/** Flags that Electron itself needs before the app's own words. */
export function electronFlags(machine: Machine): { flags: string[]; note?: string } {
  if (machine.platform !== 'linux' || machine.userId !== 0) return { flags: [] }
  return {
    flags: ['--no-sandbox'],
    note: 'Running as root: the window starts without its sandbox. Use an ordinary account for real work.',
  }
}
