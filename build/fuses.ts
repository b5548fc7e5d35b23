/** The fuses of the packaged app, every one named: what is not needed is off for good. */
import { FuseV1Options, flipFuses, FuseVersion, getCurrentFuseWire } from '@electron/fuses'

export const wantedFuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const

/** The fuses that this executable has: an older Electron's wire is shorter (33 has eight). */
export async function fusesOf(executable: string): Promise<typeof wantedFuses> {
  const { version: _version, ...wire } = await getCurrentFuseWire(executable)
  const own = Object.entries(wantedFuses).filter(([fuse]) => fuse in wire)
  // The type demands the pinned version's nine; the library refuses, at run time, what a wire has not.
  return Object.fromEntries(own) as typeof wantedFuses
}

/**
 * Flips every fuse of the executable; one that this list does not name is an error, and so is, but for a test build on an
 * older Electron, one that the executable has not. On macOS the ad-hoc signature that Apple silicon demands is made anew,
 * so this must come before the real signing.
 */
export async function setFuses(
  executable: string,
  { platform, isTestBuild }: { readonly platform: string; readonly isTestBuild: boolean },
): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin',
    ...(isTestBuild ? await fusesOf(executable) : wantedFuses),
  })
}
