/** The resolver of the desk's network: knows front, and of every other name that there is no such one. */
import { createSocket } from 'node:dgram'
import { decode, encode } from 'dns-packet'
import type { Lab } from '../lab.ts'
import { HOME_NETWORK } from '../make/paths.ts'

/** Answers on the lab's gateway, where only the lab's own networks ask. Returns what ends it. */
export async function answerNames(lab: Lab): Promise<() => void> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { address, port }) => {
    const { id, questions = [] } = decode(query)
    const [asked] = questions
    const isFront = asked?.type === 'A' && lab.mailu.hostNames.includes(asked.name.toLowerCase())
    const answer = encode({
      type: 'response',
      id: id ?? 0,
      flags: 0x0180 | (isFront ? 0 : 3), // recursion asked and offered; NXDOMAIN
      questions,
      answers: isFront ? [{ type: 'A', name: asked.name, ttl: 60, data: lab.endpoints.host }] : [],
    })
    socket.send(answer, port, address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, HOME_NETWORK.gateway, resolve)
  })
  return () => socket.close()
}
