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

/** Flags that Electron itself needs before the app's own words. */
export function electronFlags(machine: Machine): { flags: string[]; note?: string } {
  if (machine.platform !== 'linux' || machine.userId !== 0) return { flags: [] }
  return {
    flags: ['--no-sandbox'],
    note: 'Running as root: the window starts without its sandbox. Use an ordinary account for real work.',
  }
}
