import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { tryProcessLock } from '../../../../src/core/store/process-lock.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

test('a lock held by another process is refused, and free again when that process is killed', async () => {
  const file = `${await tempFolder()}/it.lock`
  const script = `const { tryProcessLock } = await import(${JSON.stringify(new URL('../../../../src/core/store/process-lock.ts', import.meta.url).href)})
    const lock = await tryProcessLock(${JSON.stringify(file)}); console.log(lock ? 'held' : 'refused'); setInterval(() => {}, 1e6)`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [said] = (await once(other.stdout, 'data')) as [Buffer]
  expect(said.toString().trim()).toBe('held')
  expect(await tryProcessLock(file)).toBeUndefined()
  const gone = once(other, 'exit')
  other.kill('SIGKILL')
  await gone
  const mine = await tryProcessLock(file)
  expect(mine).toBeDefined()
  mine?.release()
})
