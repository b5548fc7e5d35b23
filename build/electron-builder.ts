/** How the app is packaged. The Linux folder can be made without a network; installers are the release workflow's. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AfterPackContext, Configuration } from 'electron-builder'
import { appId } from '../src/main/app-id.ts'
import { setFuses } from './fuses.ts'

export interface PackagingRuntime {
  readonly dist: string
  readonly version: string
  /** With another runtime than the pinned one, what is made is a test build and says so in its version. */
  readonly isTestBuild: boolean
  readonly appVersion: string
}

const localNetwork =
  'Postern connects over SSH to the home server that you name, to show and change its mail server.'

/** The command line's launcher: the app itself, without a window. */
const launcher = { from: 'build/linux/postern', to: 'bin/postern' }

/** What only the fallback runtime needs, since its Node has no SQLite: found by Node's walk up from the asar. */
const sqliteForOldNode = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'].map(
  name => ({
    from: `node_modules/${name}`,
    to: `node_modules/${name}`,
  }),
)

/** The configuration for electron-builder's own `build()`. */
export function builderConfig(runtime: PackagingRuntime): Configuration {
  return {
    appId,
    productName: 'Postern',
    copyright: 'The Postern contributors, MIT licence',
    asar: true,
    npmRebuild: false,
    publish: null,
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    directories: { output: 'release', buildResources: 'build' },
    // Everything is bundled: the archive holds the build and the manifest, no modules.
    files: ['out/**', '!out/licenses', 'package.json', '!**/*.map', '!**/node_modules/**'],
    extraMetadata: runtime.isTestBuild ? { version: `${runtime.appVersion}-test-build` } : {},
    extraResources: [
      { from: 'resources', to: '.' },
      { from: 'LICENSE', to: 'LICENSE.postern.txt' },
      { from: 'out/licenses', to: 'licenses' },
      ...(runtime.isTestBuild ? sqliteForOldNode : []),
    ],
    afterPack,
    linux: {
      target: ['dir'],
      executableName: 'postern',
      icon: 'build/icons',
      category: 'Network',
      maintainer: 'The Postern contributors',
      synopsis: 'The desktop companion of a self-hosted Mailu mail server',
      syncDesktopName: true,
      extraResources: [launcher],
    },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.utilities',
      icon: 'build/icons/1024x1024.png',
      hardenedRuntime: true,
      entitlements: 'build/mac/entitlements.plist',
      entitlementsInherit: 'build/mac/entitlements.plist',
      extendInfo: { NSLocalNetworkUsageDescription: localNetwork },
    },
    win: { target: ['nsis'], icon: 'build/icons/512x512.png', verifyUpdateCodeSignature: true },
  }
}

async function afterPack(context: AfterPackContext): Promise<void> {
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
  await setFuses(executable, platform)
}
