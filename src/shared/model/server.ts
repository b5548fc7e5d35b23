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
