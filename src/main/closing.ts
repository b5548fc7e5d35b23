/** What closing the window means: decided by a pure function, asked once. */
import type { Settings } from '../shared/contract/settings.ts'

/** `close`: let it go; `hide`: the app goes on without it; `ask`: the page asks; `quit`: the app ends. */
export type CloseStep = 'close' | 'hide' | 'ask' | 'quit'

export interface CloseFacts {
  readonly platform: string
  /** The app is on its way out. */
  readonly isQuitting: boolean
  readonly whenClosed: Settings['whenClosed']
  /** There is a server: without one nothing would go on in the background. */
  readonly hasServers: boolean
  /** The page can show a question. */
  readonly isPageAlive: boolean
}

/** Decides. On macOS an app outlives its windows, so nobody is asked there. */
export function closeStep(facts: CloseFacts): CloseStep {
  if (facts.isQuitting) return 'close'
  if (facts.platform === 'darwin') return 'hide'
  if (facts.whenClosed === 'keep-running') return 'hide'
  if (facts.whenClosed === 'quit' || !facts.hasServers || !facts.isPageAlive) return 'quit'
  return 'ask'
}
