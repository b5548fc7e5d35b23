import { describe, expect, test } from 'vitest'
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
    say('stack.changed', 1)
    stop()
    say('stack.changed', 2)
    say('servers.changed', 3)
    expect(listeners).toHaveLength(1)
    expect(heard).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ])
  })
})
