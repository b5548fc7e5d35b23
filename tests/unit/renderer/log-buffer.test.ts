import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findParts } from '../../../src/renderer/features/server/log/find-parts.ts'
import { createHeldLines } from '../../../src/renderer/features/server/log/held-lines.ts'
import { createLogBuffer } from '../../../src/renderer/features/server/log/log-buffer.ts'

const line = (text: string) => ({ service: 'smtp', text })
const shownOf = (buffer: ReturnType<typeof createLogBuffer>): string[] =>
  Array.from({ length: buffer.shown() }, (_, index) => buffer.at(index)?.text ?? 'nothing')

describe('the ring of log lines', () => {
  test('only the last lines are kept, in order', () => {
    const buffer = createLogBuffer(3)
    buffer.push(['a', 'b', 'c', 'd', 'e'].map(line))
    expect(shownOf(buffer)).toEqual(['c', 'd', 'e'])
    expect(buffer.dropped()).toBe(2)
    expect(buffer.at(3)).toBeUndefined()
    expect(buffer.text()).toBe('smtp c\nsmtp d\nsmtp e')
  })

  test('what is sought shows the same lines as looking through all kept ones', () => {
    const words = fc.constantFrom('sent', 'deferred', 'Sent by relay', 'connect', 'bounced')
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 40 }),
        fc.array(words, { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('', 'sent', 'D', 'zzz', 'smtp'),
        (before, after, capacity, sought) => {
          const buffer = createLogBuffer(capacity)
          buffer.push(before.map(line))
          buffer.find(sought)
          for (const one of after) buffer.push([line(one)])
          const kept = [...before, ...after].slice(-capacity)
          const wanted = kept.filter(text =>
            `smtp ${text}`.toLowerCase().includes(sought.toLowerCase()),
          )
          expect(shownOf(buffer)).toEqual(wanted)
        },
      ),
    )
  })

  test('N2g 10,000 lines a second for 60 s keep the memory of 20,000', () => {
    const buffer = createLogBuffer()
    buffer.find('deferred')
    const second = Array.from({ length: 10_000 }, (_, index) =>
      line(index % 100 === 0 ? 'status=deferred' : 'status=sent'),
    )
    for (let index = 0; index < 60; index += 1) buffer.push(second)
    expect(buffer.shown()).toBe(200)
    expect(buffer.dropped()).toBe(580_000)
  })
})

test('N2g lines that wait too long are counted, and the newest are kept', () => {
  const held = createHeldLines(10)
  for (let number = 0; number < 100; number += 3)
    held.add([line(`${number}`), line(`${number + 1}`), line(`${number + 2}`)])
  const size = held.size()
  expect([size + held.dropped(), size < 15]).toEqual([102, true])
  expect(held.takeAll().at(-1)?.text).toBe('101')
  expect([held.size(), held.dropped()]).toEqual([0, 102 - size])
})

describe('what is sought in a line', () => {
  test('is marked wherever it stands, and the line stays what it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', 'İ', '.', ' ') }),
        fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 3 }),
        (text, sought) => {
          const parts = findParts(text, sought)
          expect(parts.map(part => part.text).join('')).toBe(text)
          const marked = parts.filter(part => part.isMatch).map(part => part.text.toLowerCase())
          expect(marked.every(part => part === sought.trim())).toBe(true)
        },
      ),
    )
    expect(findParts('Sent, then sent', 'sent')).toEqual([
      { text: 'Sent', isMatch: true },
      { text: ', then ', isMatch: false },
      { text: 'sent', isMatch: true },
    ])
  })
})
