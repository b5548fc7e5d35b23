import { describe, expect, test } from 'vitest'
import {
  type Bench,
  benchText,
  median,
  rotate,
  runBench,
} from '../../../scripts/bench/run-bench.ts'

/** Figures by a script: each contender answers the next of its list. */
function scripted(lists: Record<string, number[]>, order: string[] = []): Bench {
  return {
    about: 'a test',
    unit: 'ms',
    ratios: { 'a/b': ['a', 'b'] },
    prepare: async () => ({
      contenders: Object.fromEntries(
        Object.entries(lists).map(([name, list]) => [
          name,
          () => {
            order.push(name)
            return list.shift()
          },
        ]),
      ),
    }),
  }
}

describe('a bench', () => {
  test('throws the first round away and gives medians, spread and ratios of each round', async () => {
    const bench = scripted({ a: [999, 10, 30, 20], b: [1, 5, 10, 5] })
    const run = await runBench('x', bench, 3, () => undefined)
    expect(run).toEqual({
      result: {
        bench: 'x',
        rounds: 3,
        figures: {
          a: { median: 20, min: 10, max: 30, unit: 'ms' },
          b: { median: 5, min: 5, max: 10, unit: 'ms' },
        },
        ratios: { 'a/b': 3 },
      },
      perRound: { 'a/b': [2, 3, 4] },
    })
    expect(benchText(run)).toContain('a/b  3×  (each round: 2 3 4)')
  })

  test('rotates the order, so that nobody is always first', async () => {
    const order: string[] = []
    const ones = () => Array<number>(9).fill(1)
    await runBench('x', scripted({ a: ones(), b: ones(), c: ones() }, order), 2, () => undefined)
    expect(order.join('')).toBe('abc' + 'bca' + 'cab')
  })

  test('takes the time where a contender gives no figure', async () => {
    const run = await runBench('x', scripted({ a: [], b: [] }), 1, () => undefined)
    expect(run.result.figures['a']?.median).toBeGreaterThan(0)
  })

  test('closes what it opened when a contender fails', async () => {
    let closed = 0
    const bench: Bench = {
      ...scripted({}),
      prepare: async () => ({
        contenders: { a: () => Promise.reject(new Error('broken')) },
        close: () => void (closed += 1),
      }),
    }
    await expect(runBench('x', bench, 1, () => undefined)).rejects.toThrow('broken')
    expect(closed).toBe(1)
  })
})

test('the median of an even list lies between the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, NaN])
})

test('rotating by any number keeps every element once', () => {
  expect([rotate([1, 2, 3], 4), rotate([], 2)]).toEqual([[2, 3, 1], []])
})
