/** The contract as typed functions over a Bridge: the only way from a screen to the core. */
import type { Bridge } from '../../shared/bridge.ts'
import type { AppClient } from '../../shared/contract/index.ts'
import { fromWire } from '../../shared/errors.ts'

type Listener = (payload: unknown) => void

/**
 * Answers every name of the contract with a function that calls it; a failure is thrown as `AppError`.
 * The bridge is asked for at the first use, so that a module may import the client before a window has one.
 */
export function createClient(bridgeOf: () => Bridge): AppClient {
  const listeners = new Map<string, Set<Listener>>()
  let isSubscribed = false

  const on = (topic: string, listener: Listener): (() => void) => {
    if (!isSubscribed) {
      isSubscribed = true
      bridgeOf().onEvent((name, payload) => {
        for (const heard of [...(listeners.get(name) ?? [])]) heard(payload)
      })
    }
    const set = listeners.get(topic) ?? new Set<Listener>()
    listeners.set(topic, set.add(listener))
    return () => set.delete(listener)
  }

  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await bridgeOf().call(method, input)
    if (reply.ok) return reply.value
    throw fromWire(reply.error)
  }

  const target = { on }
  return new Proxy(target, {
    get: (_target, name) => (name === 'on' ? on : (input: unknown) => call(String(name), input)),
  }) as unknown as AppClient // the proxy answers every name; dispatch checks name and input
}
