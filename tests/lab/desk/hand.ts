/** A hand at the lab for tests that run as an ordinary user: breaks what they name, and mends it again. */
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  cutHome,
  expireFrontCertificate,
  fillProjectDisk,
  freezeDaemons,
  killFilter,
  stopDaemon,
  stopService,
  type Undo,
} from '../faults.ts'
import type { Lab } from '../lab.ts'
import { until } from '../make/run.ts'
import { mailWorks } from '../mail.ts'
import { setRelayMode } from '../relay.ts'
import type { LabFault } from './fault.ts'
import type { DeskNetwork } from './network.ts'

const faultsOf = (desk: DeskNetwork): Readonly<Record<LabFault, () => Promise<Undo>>> => ({
  'smtp-stopped': () => stopService('smtp', 25),
  'dovecot-dead': () => stopDaemon('imap', 'dovecot', 143),
  'imap-hangs': () => freezeDaemons('imap', 'dovecot|imap-login|auth|anvil'),
  'filter-dead': killFilter,
  'disk-full': () => fillProjectDisk(),
  'certificate-expired': expireFrontCertificate,
  'relay-refuses': async () => {
    await setRelayMode('reject-login')
    return () => setRelayMode('normal')
  },
  'way-cut': () => cutHome(),
  'own-line-cut': async () => {
    await desk.cut()
    return async () => {
      await desk.mend()
    }
  },
})

export interface Hand {
  /** Where it listens: a socket that everybody on this machine may use while it is there. */
  readonly path: string
  stop(): Promise<void>
}

/** One line of JSON a request, `{"break": …}` or `{"mend": true}`; one line back. Mending waits until mail works again. */
export async function reachOut(lab: Lab, desk: DeskNetwork): Promise<Hand> {
  const faults = faultsOf(desk)
  let undo: Undo | undefined
  const answer = async (line: string): Promise<object> => {
    const asked = JSON.parse(line) as { break?: LabFault; mend?: true } // our own tests'
    if (asked.break) undo = await faults[asked.break]()
    if (asked.mend) {
      await undo?.()
      undo = undefined
      await until('mail to work again', 90_000, () => mailWorks(lab))
    }
    return { done: true }
  }
  const folder = await mkdtemp(join(tmpdir(), 'postern-lab-hand-'))
  await chmod(folder, 0o755)
  const path = join(folder, 'hand')
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket)).on('error', () => undefined)
    createInterface(socket).on('line', line => {
      answer(line)
        .catch((error: unknown) => ({ error: String(error) }))
        .then(reply => socket.write(`${JSON.stringify(reply)}\n`))
        .catch(() => undefined)
    })
  })
  server.listen(path)
  await once(server, 'listening')
  await chmod(path, 0o777)
  return {
    path,
    async stop() {
      server.close()
      for (const socket of open) socket.destroy()
      await undo?.()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
