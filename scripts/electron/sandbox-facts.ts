import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import type { SandboxFacts } from './start-plan.ts'

/** Asks this Linux, by doing it: makes a user namespace, and looks at the helper's owner and bits. */
export function sandboxFacts(helper: string): SandboxFacts {
  const stat = statSync(helper, { throwIfNoEntry: false })
  const probe = spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' })
  return {
    // Without the program nothing can be told: Chromium will.
    namespaces: probe.error !== undefined || probe.status === 0,
    setuidHelper: stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0,
  }
}
