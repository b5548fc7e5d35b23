// Adds up what the runners of .ci/run reported. Plain JavaScript: it also has to speak where `npm ci` failed.
// node .ci/sum.mjs FOLDER: reads FOLDER/*.code (exit code of a stage) and FOLDER/*.json (its report), prints one line a
// stage and, last, the sums. Ends with 1 when anything failed or was skipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Sums of one report of Vitest, Playwright or `prove --json`. */
export function sumsOf(report) {
  if (Array.isArray(report.testResults)) {
    // A file that could not be loaded has failed, although none of its tests did.
    const broken = report.testResults.filter(
      file =>
        file.status === 'failed' && !file.assertionResults.some(one => one.status === 'failed'),
    ).length
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    }
  }
  if (report.stats && typeof report.stats.expected === 'number') {
    const { expected, unexpected, flaky, skipped } = report.stats
    return { passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0), skipped }
  }
  if (typeof report.held === 'number')
    return { passed: report.held, failed: report.failures.length, skipped: 0 }
  return { passed: 0, failed: 0, skipped: 0 }
}

/** Sums of a stage: its report's, or one for the stage itself. A stage that failed never counts as passed. */
export function sumsOfStage(code, report) {
  const sums = report ? sumsOf(report) : { passed: 0, failed: 0, skipped: 0 }
  const isEmpty = sums.passed + sums.failed + sums.skipped === 0
  if (code === 0)
    return isEmpty ? { ...sums, passed: report ? 0 : 1, failed: report ? 1 : 0 } : sums
  return sums.failed > 0 ? sums : { ...sums, failed: 1 }
}

function readReport(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {} // a report that was cut off: counts as empty, which is a failure
  }
}

function main(folder) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const stages = readdirSync(folder)
    .filter(name => name.endsWith('.code'))
    .sort()
  for (const name of stages) {
    const code = Number(readFileSync(join(folder, name), 'utf8'))
    const sums = sumsOfStage(code, readReport(join(folder, name.replace(/code$/, 'json'))))
    for (const key of Object.keys(total)) total[key] += sums[key]
    const stage = name.replace(/^\d+-|\.code$/g, '').padEnd(22)
    console.log(`${stage} ${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`)
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  // A test that was skipped for want of a tool has not passed.
  return total.failed === 0 && total.skipped === 0 && total.passed > 0 ? 0 : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main(process.argv[2])
