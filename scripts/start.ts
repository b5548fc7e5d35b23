/** `npm start`: finds an Electron, builds what changed, opens the window. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildWhenStale } from './electron/build.ts'
import { missingLibraries } from './electron/libraries.ts'
import { findElectron, projectRoot, runtimeEnvironment, ScriptError } from './electron/runtime.ts'
import { sandboxFacts } from './electron/sandbox-facts.ts'
import { displayProblem, electronFlags, sandboxProblem } from './electron/start-plan.ts'

const own = ['--yes', '--official']
const words = process.argv.slice(2)
const forApp = words.filter(word => !own.includes(word))
const say = (line: string) => console.error(line)

async function start(): Promise<void> {
  const machine = {
    platform: process.platform,
    userId: process.getuid?.(),
    environment: process.env,
  }
  const problem = forApp.includes('--cli') ? undefined : displayProblem(machine)
  if (problem !== undefined) throw new ScriptError(problem)
  const runtime = await findElectron({
    yes: words.includes('--yes'),
    retryOfficial: words.includes('--official'),
    say,
  })
  const libraries = missingLibraries(runtime.executable)
  if (libraries !== undefined) throw new ScriptError(libraries)
  const helper = join(runtime.dist, 'chrome-sandbox')
  const sandbox = sandboxProblem(machine, sandboxFacts(helper), helper)
  if (sandbox !== undefined) throw new ScriptError(sandbox)
  buildWhenStale(say)
  const { flags, note } = electronFlags(machine)
  if (note !== undefined) say(note)
  const child = spawn(runtime.executable, [...flags, projectRoot, ...forApp], {
    env: { ...process.env, ...runtimeEnvironment(runtime) },
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill(signal))
  child.on('close', code => process.exit(code ?? 1))
}

start().catch((error: unknown) => {
  console.error(error instanceof ScriptError ? error.message : error)
  process.exit(1)
})
