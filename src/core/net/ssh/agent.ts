/** Asks SSH agents for their keys, and offers of them only those that are wanted. */
import { createDeadline, untilAborted } from './deadline.ts'
import { describeHostKey } from './host-key.ts'
import { createAgent, type ParsedKey, type SshAgent } from './library.ts'

export interface AgentKey {
  readonly type: string
  readonly comment: string
  readonly sha256: string
  readonly blob: Buffer
  readonly key: ParsedKey
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
    const listed = new Promise<readonly AgentKey[]>((resolve, reject) => {
      createAgent(socket).getIdentities((error, keys) => {
        if (error) reject(error)
        else resolve((keys ?? []).map(entry => toAgentKey(entry as ParsedKey))) // createAgent's agents give parsed keys
      })
    })
    return { socket, keys: await untilAborted(listed, deadline, () => undefined) }
  } catch {
    return { socket, keys: undefined } // said by the caller, who knows whether it matters
  } finally {
    deadline.done()
  }
}

function toAgentKey(key: ParsedKey): AgentKey {
  const blob = key.getPublicSSH()
  return { ...describeHostKey(blob), comment: key.comment, blob, key }
}

/** An agent that shows one key only, so that no other is offered to the server. */
export function oneKeyAgent(socket: string, key: ParsedKey): SshAgent {
  const agent = createAgent(socket)
  agent.getIdentities = (done: (error: null, keys: ParsedKey[]) => void) => done(null, [key])
  return agent
}
