/** The process that tests/prove/archive-crash.ts kills: it backs a mailbox up, round by round, into a folder. */
import { chanceOf } from '../../scripts/prove/seeded.ts'
import { diskFiles } from '../../src/core/archive/store/files.ts'
import { beginRun } from '../support/archive-here.ts'
import { backUp, mailboxAt } from '../support/archive-mailbox.ts'
import { deadlyFiles } from '../support/archive-power.ts'

const [dir = '', seed = '0', killAt = '0'] = process.argv.slice(2)

async function main(): Promise<void> {
  const files = killAt === '0' ? diskFiles : deadlyFiles(Number(killAt), chanceOf(Number(seed) + 1))
  process.stdout.write('begun\n')
  for (const round of [0, 1, 2]) {
    const run = await beginRun(dir, files)
    await backUp(run, mailboxAt(round, Number(seed)), Number(seed))
    await run.finish()
  }
}

await main()
