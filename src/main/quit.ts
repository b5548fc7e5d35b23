/** Leaves only when the core has put its work down, or had time enough for it. */
import { app } from 'electron'

/** All processes are to be gone within five seconds of the wish. */
const patienceMs = 3500

/** Holds the first request to quit until `close` is done; a failed or slow one does not keep the app alive. */
export function closeBeforeQuit(close: () => Promise<void>): void {
  let closing = false
  app.on('will-quit', event => {
    if (closing) return
    closing = true
    event.preventDefault()
    const patience = new Promise<void>(resolve => setTimeout(resolve, patienceMs))
    void Promise.race([close().catch(() => undefined), patience]).then(() => app.exit(0))
  })
}
