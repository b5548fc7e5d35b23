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

test('what a worker says while it works is heard in its order, before the answer', async () => {
  const heard: unknown[] = []
  const sum = await callWorker(entry, [1, 2, 3], { ...calm, heard: said => heard.push(said) })
  expect([sum, heard]).toEqual([6, [1, 2, 3]])
})

test('an abort leaves a worker its grace to end in order, and no longer', async () => {
  const end = async (input: string, graceMs: number): Promise<unknown> => {
    const abort = new AbortController()
    const heard: unknown[] = []
    const call = callWorker(entry, input, {
      signal: abort.signal,
      graceMs,
      heard: said => {
        heard.push(said)
        if (said === 'begun') abort.abort(new Error('enough'))
      },
    })
    if (input === 'hang') abort.abort(new Error('enough'))
    const failure = await call.catch((error: unknown) => error)
    return [heard, failure instanceof Error ? failure.message : failure]
  }
  expect(await end('tidy', 10_000)).toEqual([['begun', 'tidied'], 'cancelled'])
  expect(await end('hang', 50)).toEqual([[], 'enough'])
})
