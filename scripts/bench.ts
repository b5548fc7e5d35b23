/** `npm run bench -- NAME [--json] [--short] [--rounds N]`: the one door to the benches of tests/bench. */
import { parseArgs } from 'node:util'
import { benches } from '../tests/bench/index.ts'
import { underScreen } from './bench/under-screen.ts'
import { benchText, runBench } from './bench/run-bench.ts'

const say = (line: string) => console.error(line)

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, short: { type: 'boolean' }, rounds: { type: 'string' } },
  })
  const name = positionals[0] ?? ''
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined
  const rounds = Number(values.rounds ?? Number.NaN)
  if (!load || (values.rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))) {
    say(
      `npm run bench -- NAME [--json] [--short] [--rounds N]\nNAME: ${Object.keys(benches).join(', ')}`,
    )
    return 2
  }
  const bench = await load()
  if (bench.needsScreen && process.env['ELECTRON_EXEC_PATH'] === undefined) return underScreen(say)
  say(bench.about)
  const run = await runBench(
    name,
    bench,
    values.rounds === undefined ? (bench.rounds ?? 10) : rounds,
    say,
    { isShort: values.short ?? false },
  )
  process.stdout.write(values.json ? `${JSON.stringify(run.result, null, 2)}\n` : benchText(run))
  return 0
}

process.exitCode = await main()
