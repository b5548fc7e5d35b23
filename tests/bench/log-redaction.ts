/** What taking secrets out of log lines costs. */
import { createRedactor } from '../../src/core/log/redact.ts'
import { Secret } from '../../src/shared/secret.ts'
import type { Bench } from '../../scripts/bench/run-bench.ts'

const lines = Array.from(
  { length: 20_000 },
  (_, at) =>
    `2026-11-22T10:00:00.${String(at).padStart(6, '0')}Z postfix/smtp[${at}]: 4F2A1C: to=<bob@example.test>, relay=smtp.example.test[192.0.2.1]:587, delay=1.2, status=sent (250 2.0.0 Ok)`,
)
const megabytes = lines.reduce((sum, line) => sum + line.length, 0) / 1e6

const rate = (work: (line: string) => number) => () => {
  const began = performance.now()
  let sum = 0
  for (const line of lines) sum += work(line)
  if (sum === 0) throw new Error('nothing was read')
  return megabytes / ((performance.now() - began) / 1000)
}

export const bench: Bench = {
  about:
    'Log lines through the redaction with ten remembered secrets, beside one search of each line.',
  unit: 'MB/s',
  ratios: { 'redacted/searched': ['redacted', 'searched'] },
  async prepare() {
    const { redact, remember } = createRedactor()
    for (let at = 0; at < 10; at += 1) remember(new Secret(`Secret number ${at} + more`))
    return {
      contenders: {
        searched: rate(line => line.length + line.indexOf('status=deferred')),
        redacted: rate(line => redact(line).length),
      },
    }
  },
}
