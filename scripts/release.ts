/** `npm run package:release`: the packages of this system for both architectures, on the pinned Electron. Needs the network. */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { builderConfig } from '../build/electron-builder.ts'
import { buildWhenStale } from './electron/build.ts'
import { pinnedVersion, projectRoot } from './electron/runtime.ts'
import { signingOf, systemOf } from './release/signing.ts'

const say = (line: string) => console.error(line)

/** Where the project lives, as the hosted runner tells. */
function homepage(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  return server && repository ? `${server}/${repository}` : undefined
}

/** The notary's key is wanted as a file; electron-builder would take an empty certificate for a wrong one. */
function prepareSecrets(): void {
  const { APPLE_API_KEY_P8: key } = process.env
  if (key) {
    const file = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'notary-key.p8')
    writeFileSync(file, key, { mode: 0o600 })
    process.env['APPLE_API_KEY'] = file
  }
  for (const name of ['CSC_LINK', 'CSC_KEY_PASSWORD']) {
    if (process.env[name] === '') Reflect.deleteProperty(process.env, name)
  }
}

async function run(): Promise<void> {
  const { version: appVersion } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  ) as { version: string }
  const tag = process.env['GITHUB_REF_NAME']
  if (tag?.startsWith('v') && tag !== `v${appVersion}`)
    throw new Error(`The tag ${tag} is not the version ${appVersion} of package.json`)
  const signing = signingOf(systemOf(process.platform), process.env)
  say(signing.words)
  prepareSecrets()
  buildWhenStale(say)
  const home = homepage()
  await build({
    projectDir: projectRoot,
    // What each system gets is named in build/platforms.ts.
    targets: Platform.current().createTarget(null, Arch.x64, Arch.arm64),
    config: builderConfig({
      version: pinnedVersion(),
      isTestBuild: false,
      appVersion,
      isSigned: signing.isSigned,
      ...(home !== undefined && { homepage: home }),
    }),
  })
}

run().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
