/** Words for settings: logs and the like. */
import type { EnvKeyText } from './text.ts'

export const advanced = {
  LOG_LEVEL: {
    label: 'How much is logged',
    meaning: 'Below INFO the lines about attempts to log in are missing.',
  },
  DEBUG: {
    label: 'Debugging',
    meaning:
      'Writes far more to the logs, passwords of fetched accounts included. For a short search only.',
  },
  DISABLE_STATISTICS: {
    label: 'No anonymous statistics',
    meaning: 'Keeps Mailu from telling its makers that one more installation is running.',
  },
  LD_PRELOAD: {
    label: 'Hardened memory',
    meaning:
      'Library that is loaded first in every container. Set it only when Mailu’s log recommends it.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
