import { once } from 'node:events'
import { serveWorker } from '../../src/core/jobs/worker-call.ts'
import { AppError } from '../../src/shared/errors.ts'

serveWorker(async (input, { signal, say }) => {
  if (input === 'hang') await new Promise(() => setInterval(() => undefined, 1000))
  if (input === 'fail') throw new AppError('file-not-readable', { file: 'x', reason: 'gone' })
  if (input === 'tidy') {
    say('begun')
    await once(signal, 'abort')
    say('tidied')
    throw new AppError('cancelled', {})
  }
  const numbers = input as number[]
  for (const number of numbers) say(number)
  return numbers.reduce((a, b) => a + b, 0)
})
