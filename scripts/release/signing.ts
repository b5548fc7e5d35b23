/** Whether there is what it takes to sign a system's packages: all of it or nothing. */

export type System = 'linux' | 'mac' | 'windows'

export interface Signing {
  readonly isSigned: boolean
  /** For the log of the build. */
  readonly words: string
}

/** What each system's signature takes (electron-builder's names; on Linux the list of checksums is signed, later). */
export const signingSecrets: Readonly<Record<System, readonly string[]>> = {
  linux: ['RELEASE_LIST_IS_SIGNED'],
  mac: ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY_P8', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  windows: ['CSC_LINK', 'CSC_KEY_PASSWORD'],
}

const isGiven = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== 'false'

/** @throws Error where only a part of the secrets is there: then a mistake would look like a choice */
export function signingOf(
  system: System,
  env: Readonly<Record<string, string | undefined>>,
): Signing {
  const wanted = signingSecrets[system]
  const missing = wanted.filter(name => !isGiven(env[name]))
  if (missing.length === 0) return { isSigned: true, words: `${system}: signed` }
  if (missing.length === wanted.length)
    return { isSigned: false, words: `${system}: unsigned, since there is no certificate` }
  throw new Error(`To sign for ${system} these are missing: ${missing.join(', ')}`)
}

/** The system of Node's platform name. @throws Error for others */
export function systemOf(platform: string): System {
  const systems: Readonly<Record<string, System>> = {
    linux: 'linux',
    darwin: 'mac',
    win32: 'windows',
  }
  const system = systems[platform]
  if (system === undefined) throw new Error(`There are no packages for ${platform}`)
  return system
}
