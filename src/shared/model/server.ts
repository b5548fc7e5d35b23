import { AppError } from '../errors.ts'
import { z } from '../zod.ts'

export const ServerId = z.string().min(1).max(64).brand('ServerId')
export type ServerId = z.infer<typeof ServerId>

export const HostKey = z.object({
  /** OpenSSH's name of the key type, for example `ssh-ed25519`. */
  type: z.string(),
  /** `SHA256:…` exactly as `ssh-keygen -lf` prints it. */
  sha256: z.string(),
})
export type HostKey = z.infer<typeof HostKey>

/** Where a trusted host key was learnt. */
export const HostKeySource = z.enum(['known-hosts', 'accepted'])

export const Server = z.object({
  id: ServerId,
  name: z.string(),
  /** A name, an IPv4 or IPv6 address, or a host alias of the user's ssh configuration. */
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  identityFile: z.string().optional(),
  /** Logs in with Postern's own key. */
  usesAppKey: z.boolean().optional(),
  hasPassword: z.boolean(),
  hasPassphrase: z.boolean(),
  hasSudoPassword: z.boolean(),
  hostKey: HostKey.extend({ source: HostKeySource }).optional(),
  addedAt: z.iso.datetime(),
  lastConnectedAt: z.iso.datetime().optional(),
})
export type Server = z.infer<typeof Server>

/** A host of the user's own ssh configuration, offered on first run. */
export const Suggestion = z.object({
  alias: z.string(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  via: z.string().optional(),
})
export type Suggestion = z.infer<typeof Suggestion>

/** The ways in that this computer has: chips of the first run, each with what was tried. */
export const WaysIn = z.object({
  configuration: z.object({ file: z.string(), found: z.boolean(), hosts: z.array(Suggestion) }),
  agent: z.object({
    socket: z.string().optional(),
    keys: z.array(
      z.object({
        type: z.string(),
        comment: z.string(),
        sha256: z.string(),
        /** False for a kind that Postern cannot log in with. */
        isUsable: z.boolean(),
      }),
    ),
  }),
  defaultKeys: z.array(
    z.object({ file: z.string(), found: z.boolean(), isEncrypted: z.boolean() }),
  ),
})
export type WaysIn = z.infer<typeof WaysIn>

/** One address that a host name gave, and what happened there. */
export const AddressTried = z.object({
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  outcome: z.enum(['connected', 'refused', 'timed-out', 'unreachable', 'not-tried']),
})

export type AddressTried = z.infer<typeof AddressTried>

/** What a look at a host shows before anybody logs in. */
export const HostLook = z.object({
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  addresses: z.array(AddressTried),
  banner: z.string(),
  hostKey: HostKey,
  trust: z.enum(['known', 'unknown', 'changed']),
  /** This is a host on the way to that one: the person compares it first. */
  wayTo: z.string().optional(),
  recorded: HostKey.extend({ file: z.string() }).optional(),
  tookMs: z.number(),
})
export type HostLook = z.infer<typeof HostLook>

/** One command that Postern may run on a server, as its template; and when it last did. */
export const RemoteCommand = z.object({
  id: z.string(),
  script: z.string(),
  changes: z.boolean(),
  asRoot: z.enum(['never', 'if-needed']),
  lastRunAt: z.iso.datetime().optional(),
  runs: z.number().int(),
})
export type RemoteCommand = z.infer<typeof RemoteCommand>

/** What adding Postern's own key to a server's list would do there. */
export const KeyPlan = z.object({
  /** The list of the login user, behind symbolic links. */
  file: z.string(),
  /** Lines that are in it; undefined where it is yet to be made. */
  lines: z.number().int().optional(),
  /** The line that is added at its end. */
  line: z.string(),
  sha256: z.string(),
  isThere: z.boolean(),
})
export type KeyPlan = z.infer<typeof KeyPlan>

/** All that Postern has put on a server. */
export const CleanPlan = z.object({
  /** Names exactly this list: what is taken away is what was shown. */
  digest: z.string(),
  folders: z.array(
    z.object({
      /** Folder of a Compose project. */
      dir: z.string(),
      /** A change is on trial there: it has to end first. */
      isBusy: z.boolean(),
      files: z.array(z.object({ path: z.string(), sizeBytes: z.number().int() })),
    }),
  ),
  key: z.object({ file: z.string(), line: z.string() }).optional(),
})
export type CleanPlan = z.infer<typeof CleanPlan>

/** Servers for another computer: addresses and fingerprints, no secret. */
export const ServersExport = z.object({
  format: z.literal('postern-servers'),
  version: z.literal(1),
  exportedAt: z.iso.datetime(),
  servers: z
    .array(
      z.object({
        name: z.string().min(1).max(64),
        /** As the person wrote it: perhaps an alias of the SSH configuration, which the other computer may not have. */
        host: z.string().min(1).max(255),
        port: z.number().int().min(1).max(65_535).optional(),
        user: z.string().min(1).max(255).optional(),
        /** Where that led here. */
        resolved: z.object({
          host: z.string().min(1).max(255),
          port: z.number().int().min(1).max(65_535),
          user: z.string().max(255),
        }),
        /** A file of this name is looked for there; `~` is the home folder. */
        identityFile: z.string().max(4096).optional(),
        /** The server's own name among `hostKeys`. */
        keyName: z.string().max(300).optional(),
        /** Fingerprints that were compared, of the server and of hosts on the way. */
        hostKeys: z.record(z.string().max(300), HostKey),
      }),
    )
    .max(200),
})
export type ServersExport = z.infer<typeof ServersExport>

/** Reads what an export has written. @throws AppError `servers-file-not-valid` */
export function parseExport(text: string): ServersExport {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('servers-file-not-valid', { issue: 'no JSON' }, { cause })
  }
  const parsed = ServersExport.safeParse(value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const issue = first ? `${first.path.join('.')}: ${first.message}` : 'unknown'
  throw new AppError('servers-file-not-valid', { issue }, { cause: parsed.error })
}

/** What became of one server of an import. */
export const Imported = z.object({
  /** Its name here. */
  name: z.string(),
  outcome: z.enum(['added', 'already-here']),
  /** What the person should know: names of texts. */
  notes: z.array(
    z.enum(['renamed', 'address-in-place-of-alias', 'key-file-missing', 'key-differs']),
  ),
})
export type Imported = z.infer<typeof Imported>
