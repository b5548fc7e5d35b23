/** Runs this very command again where windows can open. */
import { spawn } from 'node:child_process'
import { buildWhenStale } from '../electron/build.ts'
import { findElectron, projectRoot, runtimeEnvironment } from '../electron/runtime.ts'
import { testSession } from '../electron/test-session.ts'

/** Answers the exit code. */
export async function underScreen(say: (line: string) => void): Promise<number> {
  const runtime = await findElectron({ yes: true, say })
  buildWhenStale(say)
  const { prefix, environment, end } = testSession()
  const [program = process.execPath, ...rest] = [
    ...prefix,
    process.execPath,
    ...process.argv.slice(1),
  ]
  const child = spawn(program, rest, {
    cwd: projectRoot,
    env: { ...process.env, ...environment, ...runtimeEnvironment(runtime) },
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      end()
      resolve(code ?? 1)
    })
  })
}
