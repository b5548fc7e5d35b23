/** What is kept of a server; secrets are kept apart. */
import { HostKey, HostKeySource, Server, ServerId } from '../../shared/model/server.ts'
import { z } from '../../shared/zod.ts'

export const ServerRecord = z.object({
  id: ServerId,
  name: z.string(),
  host: z.string(),
  /** As given by the person; without them the ssh configuration decides anew at each connection. */
  givenPort: z.number().int().optional(),
  givenUser: z.string().optional(),
  /** As last resolved; for show. */
  port: z.number().int(),
  user: z.string(),
  identityFile: z.string().optional(),
  /** The server has taken Postern's own key. */
  usesAppKey: z.boolean().optional(),
  hostKey: HostKey.extend({ source: HostKeySource }).optional(),
  /** `host` or `[host]:port` under which `hostKey` stands in `ownKeys`. */
  keyName: z.string().optional(),
  /** Keys of the server and of all hosts on the way, by `host` or `[host]:port`. */
  ownKeys: z.record(z.string(), HostKey),
  addedAt: z.iso.datetime(),
  lastConnectedAt: z.iso.datetime().optional(),
})
export type ServerRecord = z.infer<typeof ServerRecord>

export interface SecretsKept {
  readonly hasPassword: boolean
  readonly hasPassphrase: boolean
  readonly hasSudoPassword: boolean
}

/** What the rest of the world sees of a record. */
export const toServer = (record: ServerRecord, kept: SecretsKept): Server =>
  Server.parse({ ...record, ...kept })
