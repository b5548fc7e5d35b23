import { z } from '../zod.ts'

/** What was spoken, or was to be spoken, with a host. `resolver`: the system was asked for the addresses of a name. */
export const ContactProtocol = z.enum([
  'ssh',
  'smtp',
  'imap',
  'pop3',
  'http',
  'dns',
  'resolver',
  'other',
])
export type ContactProtocol = z.infer<typeof ContactProtocol>

/** One host that was contacted, or that a server of the user was asked to contact. */
export const Contact = z.object({
  /** The name that was asked for, else the address. */
  host: z.string(),
  port: z.number().int(),
  protocol: ContactProtocol,
  /** `here`: a connection of this computer. `server`: one that the server made on request. */
  from: z.enum(['here', 'server']),
  /** The jump host, proxy command or server that it went through. */
  via: z.string().optional(),
  /** The last addresses that were tried. */
  addresses: z.array(z.string()),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  times: z.number().int(),
})
export type Contact = z.infer<typeof Contact>
