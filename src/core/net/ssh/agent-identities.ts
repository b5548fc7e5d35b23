/** Asks an agent for all that it holds, also for kinds that the SSH library leaves out (draft-ietf-sshm-ssh-agent, 3.5). */
import { connect } from 'node:net'
import { createDeferred } from './deferred.ts'

export interface AgentIdentity {
  readonly blob: Buffer
  readonly comment: string
}

const REQUEST_IDENTITIES = 11
const IDENTITIES_ANSWER = 12
/** OpenSSH's own limit of an agent's message. */
const maxBytes = 256 * 1024

/** Reads the answer's body behind its type byte. @throws RangeError when it is cut short */
export function parseIdentities(body: Buffer): AgentIdentity[] {
  let at = 0
  const number = (): number => {
    at += 4
    return body.readUInt32BE(at - 4)
  }
  const text = (): Buffer => {
    const length = number()
    if (at + length > body.length) throw new RangeError('the answer is cut short')
    at += length
    return body.subarray(at - length, at)
  }
  const count = number()
  const found: AgentIdentity[] = []
  for (let index = 0; index < count; index += 1)
    found.push({ blob: Buffer.from(text()), comment: text().toString('utf8') })
  return found
}

/** All identities of the agent at a socket or pipe. Rejects with any error when it does not answer as an agent. */
export async function askIdentities(
  socket: string,
  signal: AbortSignal,
): Promise<readonly AgentIdentity[]> {
  const answered = createDeferred<readonly AgentIdentity[]>()
  const line = connect(socket)
  const stop = (): void => answered.reject(new Error('stopped'))
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  let heard = Buffer.alloc(0)
  line.once('connect', () => line.write(Buffer.from([0, 0, 0, 1, REQUEST_IDENTITIES])))
  line.on('error', error => answered.reject(error))
  line.on('close', () => answered.reject(new Error('closed')))
  line.on('data', chunk => {
    heard = Buffer.concat([heard, chunk])
    if (heard.length < 5) return
    const length = heard.readUInt32BE(0)
    if (length > maxBytes) answered.reject(new Error('too long'))
    if (heard.length < 4 + length) return
    if (heard[4] !== IDENTITIES_ANSWER) answered.reject(new Error('refused'))
    else {
      try {
        answered.resolve(parseIdentities(heard.subarray(5, 4 + length)))
      } catch (error) {
        answered.reject(error)
      }
    }
  })
  try {
    return await answered.promise
  } finally {
    signal.removeEventListener('abort', stop)
    line.destroy()
  }
}
