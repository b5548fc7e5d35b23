/** How an answer of the demo server is written: one function a command. */
import type { Duplex } from 'node:stream'
import type { World } from './world.ts'

export interface DemoCall {
  readonly world: World
  readonly args: readonly string[]
  /** Input of the command, and its output as bytes. */
  readonly stream: Duplex
  say(text: string): void
  complain(text: string): void
  readonly signal: AbortSignal
}

/** Answers with the exit code, at once or later; what is no number counts as 0. */
export type Answer = (call: DemoCall) => unknown

export type Answers = Readonly<Record<string, Answer>>

/** What was recorded is said again, word by word. */
export const asRecorded =
  (id: string): Answer =>
  ({ world, say }) =>
    say(world.recorded.answers[id] ?? '')
