import { HostLook, RemoteCommand, Server, WaysIn } from '../model/server.ts'
import { Step } from '../model/verdict.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'

/** A server by its id or its name. */
export const ServerRef = z.string().min(1).max(255)

const Address = {
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).optional(),
  user: z.string().min(1).max(255).optional(),
}
/** The fingerprint that the person compared, `SHA256:…`; several, with commas between, where hosts on the way are new too. */
const acceptHostKey = z.string().startsWith('SHA256:').max(1024).optional()
const Login = {
  identityFile: z.string().max(4096).optional(),
  password: SecretText.optional(),
  passphrase: SecretText.optional(),
  sudoPassword: SecretText.optional(),
  acceptHostKey,
}

export const serversContract = {
  /** Hosts of ~/.ssh/config, agent keys, default keys: read from this computer only. */
  'servers.waysIn': query(z.void(), WaysIn),
  /** Connects up to the host key and hangs up: no login. */
  'servers.look': query(z.object({ ...Address, acceptHostKey }), HostLook),
  'servers.list': query(z.void(), z.array(Server)),
  /** Connects, checks the host key, logs in, then remembers. Nothing is remembered when any of it fails. */
  'servers.add': job(z.object({ name: z.string().min(1).max(64), ...Address, ...Login }), Server),
  'servers.update': job(
    z.object({
      server: ServerRef,
      name: z.string().min(1).max(64).optional(),
      ...Address,
      host: Address.host.optional(),
      ...Login,
    }),
    Server,
  ),
  /** Forgets it here: record, secrets, host key. Nothing on the server changes. */
  'servers.remove': command(z.object({ server: ServerRef }), z.void()),
  'servers.doctor': job(
    z.object({ server: ServerRef }),
    z.object({ server: ServerRef, steps: z.array(Step) }),
  ),
  /** Everything that Postern may run there, as templates, and what it did run. */
  'servers.commands': query(z.object({ server: ServerRef }), z.array(RemoteCommand)),
  'servers.changed': event(z.array(Server)),
} as const
