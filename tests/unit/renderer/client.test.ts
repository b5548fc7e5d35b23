import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../src/renderer/api/client.ts'
import type { Bridge } from '../../../src/shared/bridge.ts'
import { AppError } from '../../../src/shared/errors.ts'

function bridgeThat(call: Bridge['call']) {
  const listeners: ((topic: string, payload: unknown) => void)[] = []
  const bridge: Bridge = { call, onEvent: listener => listeners.push(listener) }
  return {
    client: createClient(() => bridge),
    listeners,
    say: (topic: string, payload: unknown) => {
      for (const listener of listeners) listener(topic, payload)
    },
  }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the client of the window', () => {
  test('a call carries its name and input, and answers with the value', async () => {
    const calls: unknown[] = []
    const { client } = bridgeThat(async (method, input) => {
      calls.push({ method, input })
      return { ok: true, value: [] }
    })
    expect(await client['jobs.list']({ server: 's1' })).toEqual([])
    expect(calls).toEqual([{ method: 'jobs.list', input: { server: 's1' } }])
  })

  test('a failure is thrown as an AppError with its code, params and trail', async () => {
    const { client } = bridgeThat(async () => ({
      ok: false,
      error: {
        code: 'host-not-found',
        params: { host: 'nas' },
        retryable: true,
        trail: ['ENOTFOUND'],
      },
    }))
    const failure = await client['servers.list']().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({
      code: 'host-not-found',
      params: { host: 'nas' },
      retryable: true,
      cause: 'ENOTFOUND',
    })
  })

  test('there is one subscription, fanned out by topic, and none before the first listener', () => {
    const { client, listeners, say } = bridgeThat(async () => ({ ok: true, value: undefined }))
    expect(listeners).toHaveLength(0)
    const heard: unknown[] = []
    client.on('stack.changed', payload => heard.push(['a', payload]))
    const stop = client.on('stack.changed', payload => heard.push(['b', payload]))
    vi.useFakeTimers()
    say('stack.changed', 1)
    stop()
    say('stack.changed', 2)
    say('servers.changed', 3)
    vi.advanceTimersByTime(16)
    expect(listeners).toHaveLength(1)
    expect(heard).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ])
  })

  test('the first of many events is heard at once, the others together within a frame, in their order', () => {
    vi.useFakeTimers()
    const { client, say } = bridgeThat(async () => ({ ok: true, value: undefined }))
    const heard: unknown[] = []
    client.on('stack.changed', payload => heard.push(payload))
    client.on('servers.changed', payload => heard.push(payload))
    vi.advanceTimersByTime(1000)
    say('stack.changed', 1)
    expect(heard).toEqual([1])
    for (const payload of [2, 3, 4])
      say(payload === 3 ? 'servers.changed' : 'stack.changed', payload)
    vi.advanceTimersByTime(15)
    expect(heard).toEqual([1])
    vi.advanceTimersByTime(1)
    expect(heard).toEqual([1, 2, 3, 4])
    say('stack.changed', 5)
    vi.advanceTimersByTime(16)
    expect(heard.at(-1)).toBe(5)
  })

  test('what came before an answer is heard before it', async () => {
    vi.useFakeTimers()
    const { client, say } = bridgeThat(async () => {
      say('stack.changed', 1)
      say('stack.changed', 2)
      return { ok: true, value: [] }
    })
    const heard: unknown[] = []
    client.on('stack.changed', payload => heard.push(payload))
    await client['jobs.list']({})
    expect(heard).toEqual([1, 2])
  })

  test('a listener that throws is told of and takes nothing from the others', () => {
    const told: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => told.push(error))
    const { client, say } = bridgeThat(async () => ({ ok: true, value: undefined }))
    const heard: unknown[] = []
    client.on('stack.changed', () => {
      throw new Error('a fault of one screen')
    })
    client.on('stack.changed', payload => heard.push(payload))
    say('stack.changed', 1)
    expect([told, heard]).toEqual([[new Error('a fault of one screen')], [1]])
  })
})
