/** `with-electron [--yes] [--official] COMMAND …`: runs a command that finds the same Electron as `npm start`. */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { findElectron, projectRoot, runtimeEnvironment, ScriptError } from './electron/runtime.ts'

const words = process.argv.slice(2)
const firstOfCommand = words.findIndex(word => !['--yes', '--official'].includes(word))
const flags = firstOfCommand < 0 ? words : words.slice(0, firstOfCommand)
const command = firstOfCommand < 0 ? [] : words.slice(firstOfCommand)

async function run(): Promise<void> {
  const runtime = await findElectron({
    yes: flags.includes('--yes'),
    retryOfficial: flags.includes('--official'),
    say: line => console.error(line),
  })
  const [program, ...rest] = command
  if (program === undefined) {
    console.log(JSON.stringify(runtime))
    return
  }
  const child = spawn(program, rest, {
    env: {
      ...process.env,
      ...runtimeEnvironment(runtime),
      PATH: [join(projectRoot, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    },
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill(signal))
  child.on('close', code => process.exit(code ?? 1))
}

run().catch((error: unknown) => {
  console.error(error instanceof ScriptError ? error.message : error)
  process.exit(1)
})
