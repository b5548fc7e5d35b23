/** The contract as typed functions over a Bridge: the only way from a screen to the core. */
import type { Bridge } from '../../shared/bridge.ts'
import type { AppClient } from '../../shared/contract/index.ts'
import { fromWire } from '../../shared/errors.ts'

type Listener = (payload: unknown) => void

/** Milliseconds of one frame: what comes faster is shown together. */
const frameMs = 16

/** A listener that throws is told of and takes nothing from the others. */
function tell(heard: Listener, payload: unknown): void {
  try {
    heard(payload)
  } catch (error) {
    reportError(error)
  }
}

/**
 * Answers every name of the contract with a function that calls it; a failure is thrown as `AppError`.
 * The bridge is asked for at the first use, so that a module may import the client before a window has one.
 * Events that come faster than frames are handed on together, in their order, so that a screen is drawn once for all of
 * them; what came before an answer is always heard before it.
 */
export function createClient(bridgeOf: () => Bridge): AppClient {
  const listeners = new Map<string, Set<Listener>>()
  let isSubscribed = false
  let held: (readonly [topic: string, payload: unknown])[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let handedOn = -Infinity

  const handOn = (): void => {
    clearTimeout(timer)
    timer = undefined
    const now = held
    held = []
    if (now.length > 0) handedOn = performance.now()
    for (const [topic, payload] of now)
      for (const heard of [...(listeners.get(topic) ?? [])]) tell(heard, payload)
  }

  const on = (topic: string, listener: Listener): (() => void) => {
    if (!isSubscribed) {
      isSubscribed = true
      bridgeOf().onEvent((name, payload) => {
        held.push([name, payload])
        if (timer !== undefined) return
        const wait = handedOn + frameMs - performance.now()
        if (wait > 0) timer = setTimeout(handOn, wait)
        else handOn()
      })
    }
    const set = listeners.get(topic) ?? new Set<Listener>()
    listeners.set(topic, set.add(listener))
    return () => set.delete(listener)
  }

  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await bridgeOf().call(method, input)
    handOn()
    if (reply.ok) return reply.value
    throw fromWire(reply.error)
  }

  const target = { on }
  return new Proxy(target, {
    get: (_target, name) => (name === 'on' ? on : (input: unknown) => call(String(name), input)),
  }) as unknown as AppClient // the proxy answers every name; dispatch checks name and input
}
