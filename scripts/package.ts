/** `npm run package:dir`: the app as a folder, for the machine that it is made on; with `--deb` as a Debian package too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { builderConfig } from '../build/electron-builder.ts'
import { buildWhenStale } from './electron/build.ts'
import { findElectron, pinnedVersion, projectRoot, ScriptError } from './electron/runtime.ts'

const say = (line: string) => console.error(line)

async function run(): Promise<void> {
  const runtime = await findElectron({ yes: process.argv.includes('--yes'), say })
  const { version: appVersion } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  ) as { version: string }
  const isTestBuild = runtime.version !== pinnedVersion()
  if (isTestBuild)
    say(`A test build, on Electron ${runtime.version} instead of ${pinnedVersion()}.`)
  buildWhenStale(say)
  // dpkg-deb is there on every Debian; fpm itself would have to be fetched.
  process.env['CUSTOM_FPM_PATH'] ??= join(projectRoot, 'scripts', 'package', 'fpm-shim.ts')
  const wantsDeb = process.argv.includes('--deb') && process.platform === 'linux'
  await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(wantsDeb ? ['dir', 'deb'] : 'dir'),
    config: builderConfig({
      dist: runtime.dist,
      version: runtime.version,
      isTestBuild,
      appVersion,
    }),
  })
}

run().catch((error: unknown) => {
  console.error(error instanceof ScriptError ? error.message : error)
  process.exit(1)
})
