/** What connections need from this computer, gathered from the platform. */
import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Platform } from '../../platform.ts'
import type { ConnectionDeps } from './open-connection.ts'
import { unlockKey } from './unlock-key.ts'

/** Apps started from the Dock have no shell environment, but launchd knows the agent's socket. */
const askLaunchd = (): Promise<string | undefined> =>
  new Promise(resolve => {
    execFile('launchctl', ['getenv', 'SSH_AUTH_SOCK'], { timeout: 2000 }, (error, stdout) => {
      resolve(error ? undefined : stdout.trim() || undefined)
    })
  })

export const connectionDeps = (platform: Platform): ConnectionDeps => ({
  os: platform.os,
  homeDir: platform.homeDir,
  env: platform.env,
  localUser: userInfo().username,
  unlock: (locked, signal) => unlockKey(platform.workerEntry('unlock-key'), locked, signal),
  ...(platform.os === 'darwin' && { launchdSocket: askLaunchd }),
})
