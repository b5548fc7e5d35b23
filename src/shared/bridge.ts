/** The whole surface between a person's side (window, command line) and the core, whichever host carries it. */
import type { WireError } from './errors.ts'

/** Every call is answered; nothing is thrown over the border. */
export type Reply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

export interface Bridge {
  call(method: string, input: unknown): Promise<Reply>
  onEvent(listener: (topic: string, payload: unknown) => void): void
}

/** The name under which the preload puts the bridge on `window`. */
export const bridgeName = 'bridge'

/** The two channels between preload and main process. */
export const callChannel = 'call'
export const eventChannel = 'event'
