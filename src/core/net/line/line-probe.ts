/** This computer's own line, looked at without asking anybody whom the person did not choose. */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { isAppError } from '../../../shared/errors.ts'
import { announceLookup } from '../contacts.ts'
import { untilCancelled } from '../ssh/deadline.ts'
import { dial } from '../ssh/dial.ts'

export interface LineProbe {
  /** A network beside this computer itself is there. */
  hasNetwork(): boolean
  /** This computer knows a way to the world. No packet is sent. */
  hasRoute(): Promise<boolean>
  /** One of this computer's resolvers gives an answer about this name, whatever it is. */
  resolves(name: string, signal: AbortSignal): Promise<boolean>
  /** This port takes or refuses a connection, which is hung up at once. */
  answers(host: string, port: number, signal: AbortSignal): Promise<boolean>
  /** This computer has an address in the network of that one. */
  isNear(address: string): boolean
}

const lookupMs = 3000
const dialMs = 4000

const addresses = () =>
  Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(one => !one.internal)

/** Connecting a datagram socket only asks the kernel for a route; addresses of RFC 5737 and RFC 3849 belong to nobody. */
const routeTo = (family: 'udp4' | 'udp6', address: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createSocket(family)
    const end = (isThere: boolean): void => {
      socket.removeAllListeners().on('error', () => undefined)
      socket.close()
      resolve(isThere)
    }
    socket.once('error', () => end(false))
    socket.once('connect', () => end(true))
    socket.connect(9, address)
  })

/** What only a resolver that reaches the world can say of a name that nobody asked for before (RFC 1035, 4.1.1: NXDOMAIN, no data). */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOTFOUND' || error.code === 'ENODATA')

/** The line of the computer that this runs on. @param os for the words of a refused connection */
export function createLineProbe(os: string): LineProbe {
  return {
    hasNetwork: () => addresses().length > 0,
    hasRoute: async () =>
      (await routeTo('udp4', '192.0.2.1')) || (await routeTo('udp6', '2001:db8::1')),
    async resolves(name, signal) {
      const resolver = new Resolver({ timeout: lookupMs, tries: 1 })
      announceLookup()
      // A name that is new each time: a router that has lost its line may still remember old ones.
      const asked = resolver.resolve4(`postern-${randomBytes(4).toString('hex')}.${name}`)
      try {
        await untilCancelled(asked, signal)
        return true
      } catch (error) {
        resolver.cancel()
        return isAnswer(error)
      }
    },
    async answers(host, port, signal) {
      try {
        const { socket } = await dial(host, port, { signal, os, timeoutMs: dialMs })
        socket.destroy()
        return true
      } catch (error) {
        return isAppError(error, 'host-refused')
      }
    },
    isNear(address) {
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      const own = new BlockList()
      for (const one of addresses()) {
        const [, bits] = one.cidr?.split('/') ?? []
        if (bits !== undefined)
          own.addSubnet(one.address, Number(bits), one.family === 'IPv6' ? 'ipv6' : 'ipv4')
      }
      return isIP(address) !== 0 && own.check(address, family)
    },
  }
}
