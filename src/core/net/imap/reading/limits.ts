/** How much a server may say and how long it may be silent, so that none of them fills the memory or holds a run for ever. */
export interface ReadingLimits {
  /** While something is asked and no byte comes. */
  readonly silenceMs: number
  /** While bytes come and nothing of what was asked. */
  readonly stallMs: number
  /** Text of one response. `SEARCH` names 300,000 messages in 2 MB. */
  readonly lineBytes: number
  /** A literal that is no message: names, header fields. */
  readonly literalBytes: number
  /** One message. */
  readonly messageBytes: number
  readonly folders: number
  readonly messagesInFolder: number
}

export const usualLimits: ReadingLimits = {
  silenceMs: 90_000,
  stallMs: 300_000,
  lineBytes: 4 << 20,
  literalBytes: 1 << 20,
  messageBytes: 2 ** 31 - 1,
  folders: 200_000,
  messagesInFolder: 4_000_000,
}
