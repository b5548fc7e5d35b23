/** The writer of an archive is killed, and the power is cut, at any moment: the archive opens, verifies, and is soon as if nothing had been. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Proof, ProofRun } from '../../scripts/prove/proof.ts'
import { type Chance, chanceOf } from '../../scripts/prove/seeded.ts'
import { openReader } from '../../src/core/archive/store/open-reader.ts'
import { verifyArchive } from '../../src/core/archive/store/verify-archive.ts'
import { beginRun, contentOf, sha256 } from '../support/archive-here.ts'
import { backUp, type Mailbox, mailboxAt } from '../support/archive-mailbox.ts'
import { powerFiles } from '../support/archive-power.ts'

const rounds = [0, 1, 2] as const
const writer = fileURLToPath(new URL('archive-writer.ts', import.meta.url))
/** A writer of three rounds takes about so many steps, and so long. */
const mostSteps = 130
const mostMs = 900

/** What must be the same however often it was cut: as of now, without the snapshots' numbers. */
async function stateOf(dir: string): Promise<unknown> {
  const reader = await openReader(dir)
  try {
    return contentOf(reader)
  } finally {
    reader.close()
  }
}

/** All of the mailbox is there, byte for byte. Answers why not. */
async function holdsAll(dir: string, mailbox: Mailbox): Promise<string | undefined> {
  const reader = await openReader(dir)
  try {
    for (const folder of reader.folders().filter(({ path }) => mailbox.folders.has(path))) {
      const there = mailbox.folders.get(folder.path)!.messages
      const here = [...reader.messages(folder.id)].filter(({ isGone }) => !isGone)
      if (here.length !== there.size) return `${folder.path}: ${here.length} of ${there.size}`
      for (const { uid, hash } of here) {
        const text = there.get(uid)?.text
        if (!text || sha256(text) !== hash || !text.equals(await reader.read(hash)))
          return `${folder.path}, UID ${uid}: other bytes`
      }
    }
    return undefined
  } finally {
    reader.close()
  }
}

async function backUpAll(dir: string, seed: number): Promise<void> {
  for (const round of rounds) await backUpOnce(dir, seed, round)
}

async function backUpOnce(dir: string, seed: number, round: number): Promise<void> {
  const run = await beginRun(dir)
  await backUp(run, mailboxAt(round, seed), seed)
  await run.finish()
}

/** What is left opens and verifies; what was finished before the cut is there; one more run, and it equals one that was never cut. */
async function judge(dir: string, whole: string, seed: number): Promise<string | undefined> {
  if (existsSync(join(dir, 'archive.json'))) {
    const { signal } = new AbortController()
    const report = await verifyArchive(dir, { signal, progress: () => undefined })
    if (report.damaged.length > 0 || report.badLines.length > 0)
      return `damage after the cut: ${JSON.stringify(report).slice(0, 200)}`
    const reader = await openReader(dir)
    const finished = reader.snapshots().filter(({ isComplete }) => isComplete)
    const known = reader.folders().map(({ path }) => path)
    reader.close()
    const last = mailboxAt(rounds[finished.length - 1] ?? 0, seed)
    if (finished.length > 0 && [...last.folders.keys()].some(path => !known.includes(path)))
      return 'a folder of a finished run is not there'
    if (finished.length === rounds.length) return holdsAll(dir, last)
    for (const round of rounds.slice(finished.length)) await backUpOnce(dir, seed, round)
  } else await backUpAll(dir, seed)
  const why = await holdsAll(dir, mailboxAt(2, seed))
  if (why !== undefined) return why
  if (!isDeepStrictEqual(await stateOf(dir), await stateOf(whole)))
    return 'differs from an uncut run'
  const { signal } = new AbortController()
  const report = await verifyArchive(dir, { signal, progress: () => undefined })
  return report.damaged.length > 0 ? 'damage after the next run' : undefined
}

/** Kills it in the middle of one of its own steps, or from outside after some time. */
async function killWriter(dir: string, seed: number, chance: Chance): Promise<string> {
  const killAt = chance.below(3) === 0 ? 0 : 1 + chance.below(mostSteps)
  const child = spawn(process.execPath, [writer, dir, String(seed), String(killAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), gone])
  if (killAt > 0) {
    await gone
    return `killed at step ${killAt}`
  }
  const afterMs = chance.below(mostMs)
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  await gone
  clearTimeout(timer)
  return `killed after ${afterMs} ms`
}

/** Cuts the power before one of the steps, and leaves in `to` what a disk may have then. */
async function cutPower(from: string, to: string, seed: number, chance: Chance): Promise<string> {
  const cutAt = 1 + chance.below(mostSteps)
  const files = powerFiles(cutAt)
  try {
    for (const round of rounds) {
      const run = await beginRun(from, files)
      try {
        await backUp(run, mailboxAt(round, seed), seed)
        await run.finish()
      } finally {
        await run.abandon()
      }
    }
  } catch {
    // The power is cut: whatever came of it, the other folder is looked at.
  }
  files.leave(from, to, chance)
  const catalogue = chance.pick(['none', 'as it was', 'noise'])
  const file = join(to, 'catalogue.sqlite')
  if (catalogue === 'noise') writeFileSync(file, 'SQLite format 3\0'.repeat(300))
  if (catalogue === 'as it was' && existsSync(join(from, 'catalogue.sqlite')))
    copyFileSync(join(from, 'catalogue.sqlite'), file)
  return `power cut at step ${Math.min(cutAt, files.steps)}, catalogue ${catalogue}`
}

/** So many cuts; every other one is a kill, the others are of the power. */
export async function crashArchives({
  points,
  seed,
  chance,
  point,
  say,
}: Pick<ProofRun, 'points' | 'seed' | 'chance' | 'point' | 'say'>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'postern-crash-'))
  try {
    const whole = join(root, 'whole')
    await backUpAll(whole, seed)
    for (let at = 0; at < points; at += 1) {
      const [live, left] = [join(root, `${at}`), join(root, `${at}-left`)]
      const own = chanceOf(chance.below(2 ** 31))
      const isKill = at % 2 === 0
      const name = isKill
        ? await killWriter(live, seed, own)
        : await cutPower(live, left, seed, own)
      const why = await judge(isKill ? live : left, whole, seed).catch(
        (error: unknown) => `${String(error)} ${JSON.stringify(error)}`,
      )
      point(`${at}: ${name}`, why)
      for (const dir of [live, left]) rmSync(dir, { recursive: true, force: true })
      if (at % 20 === 19) say(`${at + 1} of ${points}`)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

export const proof: Proof = {
  about:
    'The writer of an archive is killed, and the power is cut, at any moment: the archive opens, verifies, and one more run makes it equal to one that was never cut.',
  points: 200,
  needs: 'nothing',
  run: crashArchives,
}
