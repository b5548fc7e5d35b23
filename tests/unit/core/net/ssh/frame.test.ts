import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrame } from '../../../../../src/core/net/ssh/frame.ts'

const run = (chunks: readonly Buffer[], end: string | undefined = 'end') => {
  const out: Buffer[] = []
  const frame = createFrame({
    begin: 'begin',
    ...(end === '' ? {} : { end }),
    onData: chunk => out.push(chunk),
  })
  for (const chunk of chunks) frame.push(chunk)
  frame.finish()
  return { text: Buffer.concat(out).toString('latin1'), begun: frame.begun, ended: frame.ended }
}

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

describe('the frame around a command’s output', () => {
  it('gives the bytes between the markers, however they are cut', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: fc.constantFrom('a', '\n', '\x1e', 'e', 'n', 'd', ' ', '7') })
          .filter(text => !text.includes('\x1eend')),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (text, sizes) => {
          const bytes = Buffer.from(`noise\nbegin 42\n${text}\x1eend 3\nmore noise`)
          expect(run(cut(bytes, sizes))).toEqual({ text, begun: '42', ended: '3' })
        },
      ),
    )
  })

  it('gives out what it held back when the end never comes', () => {
    expect(run([Buffer.from('begin 1\nhalf a line\x1een')])).toEqual({
      text: 'half a line\x1een',
      begun: '1',
      ended: undefined,
    })
  })

  it('N2g gives a whole line at once: its line feed is no beginning of a marker', () => {
    const given: string[] = []
    const frame = createFrame({
      begin: 'begin',
      end: 'end',
      onData: chunk => given.push(chunk.toString()),
    })
    frame.push(Buffer.from('begin 1\n'))
    frame.push(Buffer.from('the newest line\n'))
    expect(given).toEqual(['the newest line\n'])
  })

  it('is open without an end marker', () => {
    expect(run([Buffer.from('x begin 1\na\nend 0\nb')], '').text).toBe('a\nend 0\nb')
  })

  it('finds the beginning behind any amount of noise', () => {
    const noise = Array.from({ length: 40 }, () => Buffer.alloc(10_000, 'x'))
    expect(run([...noise, Buffer.from('\nbegin 5\nhi\x1eend 0\n')]).text).toBe('hi')
  })
})
