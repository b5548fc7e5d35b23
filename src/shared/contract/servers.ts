import { WireError } from '../errors.ts'
import {
  CleanPlan,
  HostLook,
  Imported,
  KeyPlan,
  RemoteCommand,
  Server,
  ServersExport,
  WaysIn,
} from '../model/server.ts'
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
  /**
   * Connects as for `servers.add`. What the person writes is kept also when no line can be had (`unreached`): the address of a
   * dead server has to be correctable. A key or a login that is refused changes nothing.
   */
  'servers.update': job(
    z.object({
      server: ServerRef,
      name: z.string().min(1).max(64).optional(),
      ...Address,
      host: Address.host.optional(),
      ...Login,
    }),
    Server.extend({ unreached: WireError.optional() }),
  ),
  /** Forgets it here: record, secrets, host key. Nothing on the server changes. */
  'servers.remove': command(z.object({ server: ServerRef }), z.void()),
  'servers.doctor': job(
    z.object({ server: ServerRef }),
    z.object({ server: ServerRef, steps: z.array(Step) }),
  ),
  /** Everything that Postern may run there, as templates, and what it did run. */
  'servers.commands': query(z.object({ server: ServerRef }), z.array(RemoteCommand)),
  /** Makes Postern's own key when there is none, and says what adding it to the server would do there. Nothing is changed on it. */
  'servers.planKey': command(z.object({ server: ServerRef }), KeyPlan),
  /** Adds the key, proves that it is taken, and logs in with it from then on. Taken back when the server does not take it. */
  'servers.installKey': job(z.object({ server: ServerRef }), Server, { lock: 'server' }),
  /** Takes the key away again; refused where it is the only way in. */
  'servers.removeKey': job(z.object({ server: ServerRef }), Server, { lock: 'server' }),
  /** Lists all that Postern has put on the server. */
  'servers.planClean': query(z.object({ server: ServerRef }), CleanPlan),
  /** Takes away what that list names, and only while it is still the same; then forgets the server here. */
  'servers.clean': job(z.object({ server: ServerRef, digest: z.string().max(100) }), CleanPlan, {
    lock: 'server',
  }),
  /** Addresses and fingerprints for another computer; no secret. All servers, or those named. */
  'servers.export': query(
    z.object({ servers: z.array(ServerRef).max(200).optional() }),
    ServersExport,
  ),
  /** Takes them over. What is here already stays as it is. */
  'servers.import': command(ServersExport, z.array(Imported)),
  'servers.changed': event(z.array(Server)),
} as const
