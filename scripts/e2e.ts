/** `npm run e2e -- …`: the window suite on the real Electron; words go to Playwright. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildWhenStale } from './electron/build.ts'
import { missingLibraries } from './electron/libraries.ts'
import { findElectron, projectRoot, runtimeEnvironment, ScriptError } from './electron/runtime.ts'
import { testSession } from './electron/test-session.ts'

const say = (line: string) => console.error(line)

const asked = process.argv.slice(2)

async function run(): Promise<void> {
  const runtime = await findElectron({ yes: true, say })
  const libraries = missingLibraries(runtime.executable)
  if (libraries !== undefined) throw new ScriptError(libraries)
  buildWhenStale(say)
  const { prefix, environment, end } = testSession()
  const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  const words = [
    ...prefix,
    process.execPath,
    playwright,
    'test',
    ...(asked.some(word => word.startsWith('--project')) ? [] : ['--project=window']),
    ...asked,
  ]
  const [program = process.execPath, ...rest] = words
  const child = spawn(program, rest, {
    cwd: projectRoot,
    env: { ...process.env, ...environment, ...runtimeEnvironment(runtime) },
    stdio: 'inherit',
  })
  child.on('close', code => {
    end()
    process.exit(code ?? 1)
  })
}

run().catch((error: unknown) => {
  console.error(error instanceof ScriptError ? error.message : error)
  process.exit(1)
})
