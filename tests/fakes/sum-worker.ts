import { serveWorker } from '../../src/core/jobs/worker-call.ts'
import { AppError } from '../../src/shared/errors.ts'

serveWorker(async input => {
  if (input === 'hang') await new Promise(() => setInterval(() => undefined, 1000))
  if (input === 'fail') throw new AppError('file-not-readable', { file: 'x', reason: 'gone' })
  return (input as number[]).reduce((a, b) => a + b, 0)
})
