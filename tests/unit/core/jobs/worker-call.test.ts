import { expect, test } from 'vitest'
import { callWorker } from '../../../../src/core/jobs/worker-call.ts'

const entry = new URL('../../../fakes/sum-worker.ts', import.meta.url)
const calm = { signal: new AbortController().signal, timeoutMs: 15_000 }

test('a worker answers, and its expected failure arrives with its code', async () => {
  expect(await callWorker(entry, [1, 2, 3], calm)).toBe(6)
  await expect(callWorker(entry, 'fail', calm)).rejects.toMatchObject({
    code: 'file-not-readable',
    params: { file: 'x' },
  })
})

test('a worker that hangs is ended by its deadline, and by an abort', async () => {
  await expect(callWorker(entry, 'hang', { ...calm, timeoutMs: 50 })).rejects.toMatchObject({
    code: 'timed-out',
  })
  const abort = new AbortController()
  const call = callWorker(entry, 'hang', { ...calm, signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
})
