/** A usual set of checks over a world that tests break: line, path, and the functions of mail. */
import {
  type Check,
  usualFailAfter,
  usualRecoverAfter,
  usualRetryMs,
} from '../../src/core/watch/check.ts'
import { lineRule } from '../../src/core/watch/checks/line.ts'
import type { Outcome } from '../../src/shared/model/watch.ts'

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

type Shape = Omit<Check, 'run' | 'contacts'>

const usual = {
  failAfter: usualFailAfter,
  recoverAfter: usualRecoverAfter,
  retryMs: usualRetryMs,
  severity: 'down',
  intervalMs: 5 * minute,
  timeoutMs: 15 * second,
} as const
const onServer = { ...usual, vantage: 'server', dependsOn: ['line', 'path'] } as const

export const shapes: readonly Shape[] = [
  lineRule, // the product's own: what is proven here must not hang on a number of the tests
  {
    ...usual,
    id: 'path',
    lamp: undefined,
    vantage: 'path',
    dependsOn: ['line'],
    intervalMs: minute,
    timeoutMs: 10 * second,
  },
  { ...onServer, id: 'receive.v4', lamp: 'receive' },
  { ...onServer, id: 'receive.v6', lamp: 'receive' },
  { ...onServer, id: 'send.submission', lamp: 'send' },
  { ...onServer, id: 'send.relay', lamp: 'send' },
  { ...onServer, id: 'send.queue', lamp: 'send', severity: 'needs-you' },
  { ...onServer, id: 'read.imap', lamp: 'read' },
  { ...onServer, id: 'web', lamp: 'read', severity: 'needs-you' },
  {
    ...onServer,
    id: 'certificates',
    lamp: undefined,
    severity: 'needs-you',
    intervalMs: 30 * minute,
  },
  { ...onServer, id: 'disk', lamp: undefined, severity: 'needs-you', intervalMs: 30 * minute },
  { ...onServer, id: 'version', lamp: undefined, severity: 'info', intervalMs: 6 * hour },
]

export const good: Outcome = { verdict: 'right', code: 'works', params: {} }
export const bad = (code = 'no-answer', params: Outcome['params'] = {}): Outcome => ({
  verdict: 'wrong',
  code,
  params,
  raw: `421 ${code}`,
})
export const unknown: Outcome = { verdict: 'unknown', code: 'cannot-ask', params: {} }
