/** Asks SSH agents for their keys, and offers of them only those that are wanted. */
import { type AgentIdentity, askIdentities } from './agent-identities.ts'
import { createDeadline, untilAborted } from './deadline.ts'
import { describeHostKey } from './host-key.ts'
import { typeOfBlob, unusableKind } from './key-kind.ts'
import { createAgent, type ParsedKey, type SshAgent, utils } from './library.ts'

export interface AgentKey {
  readonly type: string
  readonly comment: string
  readonly sha256: string
  readonly blob: Buffer
  /** Undefined for a kind that the SSH library cannot log in with. */
  readonly key: ParsedKey | undefined
}

export interface AgentKeys {
  readonly socket: string
  /** Undefined when the agent does not answer. */
  readonly keys: readonly AgentKey[] | undefined
}

const answerMs = 4000

/** The keys of one agent; an agent that is not there or does not answer within 4 s gives `keys: undefined`. */
export async function listAgentKeys(socket: string, signal: AbortSignal): Promise<AgentKeys> {
  const deadline = createDeadline(signal, answerMs, socket)
  try {
    const asked = askIdentities(socket, deadline.signal)
    const found = await untilAborted(asked, deadline, () => undefined)
    return { socket, keys: found.flatMap(toAgentKey) }
  } catch {
    return { socket, keys: undefined } // said by the caller, who knows whether it matters
  } finally {
    deadline.done()
  }
}

function toAgentKey({ blob, comment }: AgentIdentity): AgentKey[] {
  const type = typeOfBlob(blob)
  if (type === undefined) return []
  const parsed: unknown = unusableKind(type, comment) ? undefined : utils.parseKey(blob)
  const key = parsed instanceof Error ? undefined : (parsed as ParsedKey | undefined) // a public blob gives one key
  return [{ ...describeHostKey(blob), comment, blob, key }]
}

/** An agent that shows one key only, so that no other is offered to the server. */
export function oneKeyAgent(socket: string, key: ParsedKey): SshAgent {
  const agent = createAgent(socket)
  agent.getIdentities = (done: (error: null, keys: ParsedKey[]) => void) => done(null, [key])
  return agent
}
