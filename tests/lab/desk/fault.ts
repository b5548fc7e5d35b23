/** Asks the hand at the lab, from a test that may not touch the lab itself. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

export type LabFault =
  | 'smtp-stopped'
  | 'dovecot-dead'
  | 'imap-hangs'
  | 'filter-dead'
  | 'disk-full'
  | 'certificate-expired'
  | 'relay-refuses'
  | 'way-cut'
  | 'own-line-cut'

/** Where `run.ts` says that the hand is. */
export const HAND = 'POSTERN_LAB_HAND'

async function ask(request: object): Promise<void> {
  const path = process.env[HAND]
  if (path === undefined) throw new Error('run this suite with: npm run e2e:lab')
  const socket = connect(path)
  try {
    socket.write(`${JSON.stringify(request)}\n`)
    const [line] = (await once(createInterface(socket), 'line')) as [string]
    const { error } = JSON.parse(line) as { error?: string }
    if (error !== undefined) throw new Error(error)
  } finally {
    socket.destroy()
  }
}

export const breakLab = (fault: LabFault): Promise<void> => ask({ break: fault })
/** Comes back when mail works again at the lab itself. */
export const mendLab = (): Promise<void> => ask({ mend: true })
