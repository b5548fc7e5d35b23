/** Entry of the command line: run by plain Node, or loaded by the app that was started with `--cli`. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Platform } from '../core/platform.ts'
import { processIo } from './io.ts'

// Both this source and its bundle lie two folders below package.json and resources.
const thisFile = fileURLToPath(import.meta.url)
const root = join(dirname(thisFile), '..', '..')

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string // package.json has one
  }
  return version
}

/** Runs one command line with the process's own streams; answers the exit code. `platformFor` makes the host for the data folder that the words name. */
export async function runCommandLine(
  words: readonly string[],
  platformFor: (dataDir: string | undefined) => Promise<Platform>,
): Promise<number> {
  const io = processIo()
  // Asked for by launchers and scripts: answered before anything else is loaded.
  if (words.length === 1 && words[0] === '--version') {
    io.stdout.write(`${readVersion()}\n`)
    return 0
  }
  const { runCli } = await import('./run.ts')
  const open = async ({ dataDir }: { readonly dataDir?: string }) => {
    const { openHost } = await import('../core/host.ts')
    return openHost(await platformFor(dataDir))
  }
  const code = await runCli(words, io, open, readVersion())
  await new Promise(resolve => process.stdout.write('', resolve))
  return code
}

async function plainNode(dataDir: string | undefined): Promise<Platform> {
  const { nodePlatform } = await import('./node-platform.ts')
  const shipped = { version: readVersion(), root, isBuilt: thisFile.endsWith('.js') }
  return nodePlatform({ ...shipped, ...(dataDir !== undefined && { dataDir }) })
}

// In the packaged app the first word is a switch, not a file.
const started = process.argv[1] ?? ''
if (existsSync(started) && realpathSync(started) === thisFile) {
  runCommandLine(process.argv.slice(2), plainNode).then(
    code => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(3)
    },
  )
}
