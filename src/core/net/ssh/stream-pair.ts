/** Two streams, each the other's far end, as a line in memory. */
import { Duplex } from 'node:stream'

/**
 * What is written at one end is read at the other one in a later turn: the SSH library takes a packet that arrives while it still
 * answers the one before for a violation of the protocol (which is why Node's own pair of streams will not do). A closed end closes the other.
 */
export function streamPair(): readonly [Duplex, Duplex] {
  const makeEnd = (other: () => Duplex): { readonly end: Duplex; readonly wake: () => void } => {
    let goOn: (() => void) | undefined
    const end = new Duplex({
      read: () => wakeOther(other()),
      write(chunk, _encoding, done) {
        setImmediate(() => {
          if (other().destroyed) done()
          else if (other().push(chunk)) done()
          else goOn = done
        })
      },
      final(done) {
        setImmediate(() => {
          if (!other().destroyed) other().push(null)
          done()
        })
      },
      destroy(error, done) {
        goOn = undefined
        setImmediate(() => other().destroy())
        done(error)
      },
    })
    const wake = (): void => {
      const done = goOn
      goOn = undefined
      done?.()
    }
    return { end, wake }
  }
  const one = makeEnd(() => two.end)
  const two: ReturnType<typeof makeEnd> = makeEnd(() => one.end)
  function wakeOther(writer: Duplex): void {
    if (writer === one.end) one.wake()
    else two.wake()
  }
  return [one.end, two.end]
}
