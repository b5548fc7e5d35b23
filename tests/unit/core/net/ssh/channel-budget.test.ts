import { describe, expect, it } from 'vitest'
import { createChannelBudget } from '../../../../../src/core/net/ssh/channel-budget.ts'
import { never } from '../../../../support/connection.ts'

describe('the channel budget', () => {
  it('lets so many in and the others wait in order', async () => {
    const budget = createChannelBudget(2)
    const order: string[] = []
    const enter = async (name: string) => {
      const leave = await budget.take(never)
      order.push(name)
      return leave
    }
    const [a] = await Promise.all([enter('a'), enter('b')])
    const c = enter('c')
    const d = enter('d')
    expect([order, budget.open]).toEqual([['a', 'b'], 2])
    a()
    a() // giving back twice frees one place only
    const leaveC = await c
    expect(order).toEqual(['a', 'b', 'c'])
    leaveC()
    await d
    expect(budget.open).toBe(2)
  })

  it('learns from a refusal, but never below what was once allowed', async () => {
    const budget = createChannelBudget(6)
    await budget.take(never)
    budget.confirm()
    const second = await budget.take(never)
    budget.confirm()
    await budget.take(never)
    budget.learn()
    expect(budget.limit).toBe(2)
    second()
    budget.learn()
    expect(budget.limit).toBe(2)
  })

  it('lets a waiting one go at its abort', async () => {
    const budget = createChannelBudget(1)
    const leave = await budget.take(never)
    const stop = new AbortController()
    const waiting = budget.take(stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    leave()
    await budget.take(never)
    expect(budget.open).toBe(1)
  })
})
