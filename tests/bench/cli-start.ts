/** How long the command line takes to answer, from the sources and as it is shipped. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWhenStale } from '../../scripts/electron/build.ts'
import type { Bench } from '../../scripts/bench/run-bench.ts'
import { runProcess } from './run-process.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const node = process.execPath

export const bench: Bench = {
  about:
    'postern --version and a first question to the core, beside a bare start of the same Node.',
  unit: 'ms',
  ratios: {
    'version/bare': ['version', 'bare'],
    'question/bare': ['question', 'bare'],
    'question from sources/bare': ['question from sources', 'bare'],
  },
  async prepare(say) {
    buildWhenStale(say)
    const bundle = join(root, 'out', 'main', 'cli.js')
    const source = join(root, 'src', 'cli', 'index.ts')
    const data = await mkdtemp(join(tmpdir(), 'postern-bench-'))
    const ask =
      (entry: string, ...words: string[]) =>
      async () => {
        await runProcess(node, [entry, ...words])
        return undefined
      }
    const question = ['settings', 'get', '--json', '--data', data]
    return {
      contenders: {
        bare: async () => {
          await runProcess(node, ['-e', '0'])
          return undefined
        },
        version: ask(bundle, '--version'),
        question: ask(bundle, ...question),
        'question from sources': ask(source, ...question),
      },
      close: () => rm(data, { recursive: true }),
    }
  },
}
