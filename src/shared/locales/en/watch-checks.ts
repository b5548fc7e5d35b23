/**
 * What the checks that watch a server find: what, why most likely, what to do; and what they contact. Params are those of the outcome.
 * Names, and the half sentences of notes, are in `checks.ts`.
 */
import { around } from './watch-checks/around.ts'
import { asking } from './watch-checks/asking.ts'
import { mail } from './watch-checks/mail.ts'

export const checkWords = {
  details: { ...asking, ...mail, ...around },

  contacts: {
    front: 'port {port} of front, from the server itself',
    published: '{address} (port {port} of front), from the server itself',
    inside: '{address} in the network of {project}, from inside front',
    relay: '{address}, from inside smtp, up to the login',
    relayNone: 'the relay, if one is set, from inside smtp, up to the login',
    command: '{name} on the server',
    ssh: 'the SSH port of the server',
    route: 'no host: the network settings of this computer',
    resolver: 'the DNS resolver of this computer, about names below {name}',
    host: '{address}, only if the resolver does not answer',
  },
} as const
