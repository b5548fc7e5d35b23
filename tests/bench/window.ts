/** The first window against the least that the same Electron can show. */
import { join } from 'node:path'
import type { Bench } from '../../scripts/bench/run-bench.ts'
import { buildWhenStale } from '../../scripts/electron/build.ts'
import { findElectron, projectRoot, runtimeEnvironment } from '../../scripts/electron/runtime.ts'
import { testSession } from '../../scripts/electron/test-session.ts'
import { runProcess } from './run-process.ts'

export const bench: Bench = {
  about: 'The first window of a new data folder: from the start of the process to its first text.',
  unit: 'ms',
  ratios: { 'postern/bare': ['postern', 'bare'] },
  async prepare(say) {
    const runtime = await findElectron({ yes: true, say })
    buildWhenStale(say)
    const { prefix, environment, end } = testSession()
    const env = { ...process.env, ...environment, ...runtimeEnvironment(runtime) }
    const measure = async (which: string) => {
      const child = join(projectRoot, 'tests', 'bench', 'first-window.ts')
      const [program, ...words] = [...prefix, process.execPath, child, which]
      return Number(await runProcess(program, words, env))
    }
    return {
      contenders: { bare: () => measure('bare'), postern: () => measure('postern') },
      close: end,
    }
  },
}
