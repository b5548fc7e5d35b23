/** What a program on the bus needs to offer something: a name, methods that answer, signals. */
import { messageType } from '../../src/main/linux/dbus-message.ts'
import type { DbusValue } from '../../src/main/linux/dbus-types.ts'
import { connectBus, type SessionBus, theBus } from '../../src/main/linux/dbus.ts'

export interface Answered {
  readonly signature: string
  readonly body: readonly DbusValue[]
}
export type Methods = Readonly<
  Record<string, (body: readonly DbusValue[], sender: string) => Answered | undefined>
>

export interface BusService {
  readonly bus: SessionBus
  /** Sends a signal of this service. */
  emit(member: string, signature: string, body: readonly DbusValue[]): void
  stop(): void
}

/** Takes `name` on the bus and answers its methods at `path`. */
export async function offer(
  address: string,
  place: { readonly name: string; readonly path: string; readonly interface: string },
  methods: Methods,
): Promise<BusService> {
  const bus = await connectBus(address, AbortSignal.timeout(5000))
  bus.listen(message => {
    const { type, serial, sender = '', member = '', body } = message
    if (type !== messageType.call) return
    const reply = { replySerial: serial, destination: sender }
    const answer = Object.hasOwn(methods, member) ? methods[member]?.(body, sender) : undefined
    if (answer) bus.send({ type: messageType.reply, ...reply, ...answer })
    else
      bus.send({
        ...{ type: messageType.error, ...reply, signature: 's', body: [member] },
        errorName: 'org.freedesktop.DBus.Error.UnknownMethod',
      })
  })
  const taken = { member: 'RequestName', signature: 'su', body: [place.name, 0] }
  const got = await bus.ask({ ...theBus, ...taken })
  if (got !== 1) throw new Error(`${place.name} is taken on this bus`)
  const { path, interface: from } = place
  return {
    bus,
    emit: (member, signature, body) =>
      bus.send({ type: messageType.signal, path, interface: from, member, signature, body }),
    stop: () => bus.close(),
  }
}
