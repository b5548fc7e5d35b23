/** Events out of the core: facts, past tense, fanned out to whoever listens. */
import type { Contract, PayloadOf, TopicName } from '../../shared/contract/define.ts'

export type Listener = (topic: string, payload: unknown) => void

export interface EventHub<C extends Contract> {
  emit<K extends TopicName<C>>(topic: K, payload: PayloadOf<C[K]>): void
  /** Answers the function that stops it. */
  listen(listener: Listener): () => void
}

/** Makes a hub; a listener that throws stops no other. */
export function createEventHub<C extends Contract>(bug: (error: unknown) => void): EventHub<C> {
  const listeners = new Set<Listener>()
  return {
    emit(topic, payload) {
      for (const listener of listeners) {
        try {
          listener(topic, payload)
        } catch (error) {
          bug(error)
        }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
