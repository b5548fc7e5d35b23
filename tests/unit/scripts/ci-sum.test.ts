import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../../.ci/sum.mjs', import.meta.url))
const ci = fileURLToPath(new URL('../../../.ci/run', import.meta.url))

/** Last line and exit code over stages, each an exit code and maybe a report. */
function sum(stages: readonly (readonly [number, unknown?])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sum-'))
  for (const [at, [code, report]] of stages.entries()) {
    writeFileSync(join(folder, `${at}-stage.code`), `${code}\n`)
    if (report !== undefined)
      writeFileSync(
        join(folder, `${at}-stage.json`),
        typeof report === 'string' ? report : JSON.stringify(report),
      )
  }
  const ran = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
  return { code: ran.status, last: ran.stdout.trimEnd().split('\n').at(-1) }
}

const vitest = (passed: number, failed: number, skipped: number, files: unknown[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  testResults: files,
})

describe('the sums of the whole run', () => {
  test('add the reports of all runners', () => {
    const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }
    const proof = { held: 100, failures: [] }
    expect(sum([[0, vitest(10, 0, 0)], [0, playwright], [0, proof], [0]])).toEqual({
      code: 0,
      last: '114 passed, 0 failed, 0 skipped',
    })
  })

  test.each<[string, Parameters<typeof sum>[0], string]>([
    ['a failed test', [[1, vitest(9, 1, 0)]], '9 passed, 1 failed, 0 skipped'],
    ['a skipped test', [[0, vitest(9, 0, 2)]], '9 passed, 0 failed, 2 skipped'],
    ['a stage that failed without a report', [[0], [124]], '1 passed, 1 failed, 0 skipped'],
    [
      'a stage that failed although its report is green',
      [[1, vitest(5, 0, 0)]],
      '5 passed, 1 failed, 0 skipped',
    ],
    ['a report that was cut off', [[0, '{"numPassed']], '0 passed, 1 failed, 0 skipped'],
    ['a run that tried nothing', [[0, vitest(0, 0, 0)]], '0 passed, 1 failed, 0 skipped'],
    [
      'a test file that could not be loaded',
      [[1, vitest(4, 0, 0, [{ status: 'failed', assertionResults: [] }])]],
      '4 passed, 1 failed, 0 skipped',
    ],
    [
      'a test that passed only the second time',
      [[0, { stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 0 } }]],
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'a point that did not hold',
      [[1, { held: 9, failures: [{}] }]],
      '9 passed, 1 failed, 0 skipped',
    ],
  ])('are not green after %s', (_, stages, last) => {
    expect(sum(stages)).toEqual({ code: 1, last })
  })
})

test('.ci/run is a script that bash understands', () => {
  expect(() => execFileSync('bash', ['-n', ci])).not.toThrow()
})
