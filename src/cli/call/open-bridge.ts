/** How the command line comes by the core: the host decides whether it runs here or in another process. */
import type { Bridge } from '../../shared/bridge.ts'

export interface OpenedBridge {
  readonly bridge: Bridge
  /** Waits for the work of other commands that this process runs for them. */
  close(): Promise<void>
}

export type OpenBridge = (options: { readonly dataDir?: string }) => Promise<OpenedBridge>
