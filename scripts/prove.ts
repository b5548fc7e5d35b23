/** `npm run prove -- NAME [--points N] [--seed S] [--json]`: the one door to the long proofs of tests/prove. */
import { parseArgs } from 'node:util'
import { proofs } from '../tests/prove/index.ts'
import type { ProofResult } from './prove/proof.ts'
import { chanceOf } from './prove/seeded.ts'

const say = (line: string) => console.error(line)
const shownFailures = 20

const wholeNumber = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, points: { type: 'string' }, seed: { type: 'string' } },
  })
  const name = positionals[0] ?? ''
  const load = Object.hasOwn(proofs, name) ? proofs[name] : undefined
  const [points, seed] = [wholeNumber(values.points), wholeNumber(values.seed)]
  if (!load || Number.isNaN(points) || Number.isNaN(seed) || points === 0) {
    say(
      `npm run prove -- NAME [--points N] [--seed S] [--json]\nNAME: ${Object.keys(proofs).join(', ')}`,
    )
    return 2
  }
  const proof = await load()
  const chosen = { points: points ?? proof.points, seed: seed ?? Date.now() % 1_000_000_000 }
  say(`${proof.about}\n${chosen.points} points, seed ${chosen.seed}`)
  let held = 0
  const failures: { point: string; why: string }[] = []
  await proof.run({
    ...chosen,
    chance: chanceOf(chosen.seed),
    say,
    point(point, why) {
      if (why === undefined) held += 1
      else failures.push({ point, why })
    },
  })
  const result: ProofResult = { proof: name, ...chosen, held, failures }
  for (const { point, why } of failures.slice(0, shownFailures)) say(`FAILED ${point}: ${why}`)
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result, null, 2)}\n`
      : `${name}: ${held} held, ${failures.length} failed (seed ${chosen.seed})\n`,
  )
  return failures.length === 0 && held > 0 ? 0 : 1
}

process.exitCode = await main()
