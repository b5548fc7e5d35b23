/** How the app is packaged. The Linux folder and the deb can be made without a network; the rest is the release workflow's. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AfterPackContext, Configuration } from 'electron-builder'
import { appId } from '../src/main/app-id.ts'
import { setFuses } from './fuses.ts'
import { artifactName, deb, linux, mac, nsis, rpm, windows } from './platforms.ts'

export interface PackagingRuntime {
  /** Folder of an unpacked Electron. @default the packager fetches the version for each architecture */
  readonly dist?: string
  readonly version: string
  /** With another runtime than the pinned one, what is made is a test build and says so in its version. */
  readonly isTestBuild: boolean
  readonly appVersion: string
  /** Where the project lives: the packages name it. */
  readonly homepage?: string
  /** A certificate (macOS, Windows) or a signed list of checksums (Linux) vouches for what is made. @default false */
  readonly isSigned?: boolean
}

/** What only the fallback runtime needs, since its Node has no SQLite: found by Node's walk up from the asar. */
const sqliteForOldNode = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'].map(
  name => ({
    from: `node_modules/${name}`,
    to: `node_modules/${name}`,
  }),
)

/** Reserved (RFC 2606): stands where no repository is known. */
const noHomepage = 'https://postern.invalid'

/** The configuration for electron-builder's own `build()`. */
export function builderConfig(runtime: PackagingRuntime): Configuration {
  const {
    dist,
    version,
    isTestBuild,
    appVersion,
    homepage = noHomepage,
    isSigned = false,
  } = runtime
  return {
    appId,
    productName: 'Postern',
    copyright: 'The Postern contributors, MIT licence',
    asar: true,
    npmRebuild: false,
    publish: null,
    ...(dist !== undefined && { electronDist: dist }),
    electronVersion: version,
    directories: { output: 'release', buildResources: 'build' },
    artifactName: artifactName(isSigned),
    // Everything is bundled: the archive holds the build and the manifest, no modules.
    files: ['out/**', '!out/licenses', 'package.json', '!**/*.map', '!**/node_modules/**'],
    extraMetadata: { homepage, ...(isTestBuild && { version: `${appVersion}-test-build` }) },
    extraResources: [
      { from: 'resources', to: '.' },
      { from: 'LICENSE', to: 'LICENSE.postern.txt' },
      { from: 'out/licenses', to: 'licenses' },
      ...(isTestBuild ? sqliteForOldNode : []),
    ],
    afterPack: context => afterPack(context, isTestBuild),
    linux,
    deb,
    rpm,
    mac: mac(isSigned),
    win: windows,
    nsis,
  }
}

async function afterPack(context: AfterPackContext, isTestBuild: boolean): Promise<void> {
  const { appOutDir, electronPlatformName: platform, packager } = context
  const name = packager.appInfo.productFilename
  const executables: Readonly<Record<string, string>> = {
    darwin: `${name}.app`,
    win32: `${name}.exe`,
  }
  // Of Electron's own distribution, not of the app.
  for (const left of ['version', join('resources', 'default_app.asar')]) {
    rmSync(join(appOutDir, left), { force: true })
  }
  const executable = join(appOutDir, executables[platform] ?? 'postern')
  if (!existsSync(executable)) throw new Error(`no executable at ${executable}`)
  await setFuses(executable, { platform, isTestBuild })
}
