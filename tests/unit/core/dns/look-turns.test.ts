import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLookTurns } from '../../../../src/core/dns/look-turns.ts'
import { never } from '../../../support/connection.ts'

test('N5b fifty looks at once: no more than are allowed at a time, all come to an end, each with its own answer', async () => {
  const inTurn = createLookTurns(12)
  let open = 0
  let most = 0
  const look = async (number: number): Promise<number> => {
    open += 1
    most = Math.max(most, open)
    await sleep(1)
    open -= 1
    return number
  }
  const numbers = Array.from({ length: 50 }, (_, at) => at)
  const answers = await Promise.all(numbers.map(number => inTurn(() => look(number), never)))
  expect([most, answers]).toEqual([12, numbers])
})

test('N5b two looks never begin in one turn: what else waits has its own between them', async () => {
  const inTurn = createLookTurns(1)
  const seen: string[] = []
  const first = inTurn(async () => {
    seen.push('first')
    setImmediate(() => seen.push('window'))
  }, never)
  await Promise.all([first, inTurn(async () => void seen.push('second'), never)])
  expect(seen).toEqual(['first', 'window', 'second'])
})

test('N5b a failed look frees its turn, and one that is cancelled while it waits never begins', async () => {
  const inTurn = createLookTurns(1)
  const abort = new AbortController()
  let began = false
  const first = inTurn(() => sleep(20).then(() => Promise.reject(new Error('cut off'))), never)
  const second = inTurn(async () => void (began = true), abort.signal)
  abort.abort()
  await expect(second).rejects.toThrow('aborted')
  await expect(first).rejects.toThrow('cut off')
  expect([await inTurn(async () => 'third', never), began]).toEqual(['third', false])
})
