/** What connections need from this computer, gathered from the platform. */
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
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

const pipesFolder = String.raw`\\.\pipe` + '\\'

/** Windows lists its named pipes as a folder; where it does not, none is known. */
const listPipes = (): Promise<readonly string[]> => readdir(pipesFolder).catch(() => [])

const systemConfigFile = ({ os, env }: Platform): string =>
  os === 'win32'
    ? join(env['ProgramData'] ?? String.raw`C:\ProgramData`, 'ssh', 'ssh_config')
    : '/etc/ssh/ssh_config'

export const connectionDeps = (platform: Platform): ConnectionDeps => ({
  os: platform.os,
  homeDir: platform.homeDir,
  env: platform.env,
  localUser: userInfo().username,
  systemConfigFile: systemConfigFile(platform),
  unlock: (locked, signal) => unlockKey(platform.workerEntry('unlock-key'), locked, signal),
  ...(platform.os === 'darwin' && { launchdSocket: askLaunchd }),
  ...(platform.os === 'win32' && { pipeNames: listPipes }),
})
