/** A setting as a form or a command line needs it: how it is typed in, what may be chosen, who reads it. */
import type { EnvValueType } from '../../../shared/model/env-catalogue.ts'
import type { EnvOffer, EnvValueKind } from '../../../shared/model/stack.ts'
import type { EnvCatalogue } from './catalogue.ts'

/** Services of Mailu that have the env file in the compose file as setup writes it (`mailu.md` 2.1). */
const envFileServices = [
  'front',
  'resolver',
  'admin',
  'imap',
  'smtp',
  'antispam',
  'fetchmail',
  'webmail',
]

function kindOf(type: EnvValueType): EnvValueKind {
  switch (type.kind) {
    case 'boolean':
    case 'rate':
      return type.kind
    case 'enum':
      return 'choice'
    case 'integer':
      return type.unit === 'bytes' || type.unit === 'seconds' ? type.unit : 'number'
    case 'cidr-list':
    case 'host-list':
    case 'email-list':
    case 'ports':
    case 'languages':
      return 'list'
    default:
      return 'text'
  }
}

/** The services that read a key, of those that are `present`. An unknown key is read by nobody knows whom: all. */
export const consumersOf = (
  key: string,
  catalogue: EnvCatalogue,
  present: readonly string[] = envFileServices,
): string[] => present.filter(service => catalogue.isConsumedBy(key, service))

/** What the catalogue says of a key; of an unknown one only whether its name looks like a secret's. */
export function envOffer(
  key: string,
  catalogue: EnvCatalogue,
  present?: readonly string[],
): EnvOffer & { readonly isKnown: boolean } {
  const facts = catalogue.lookup(key)
  const type = facts?.type
  return {
    key,
    isKnown: facts !== undefined,
    isSecret: catalogue.isSecret(key),
    kind: type ? kindOf(type) : 'text',
    ...(type?.kind === 'enum' ? { choices: type.values } : {}),
    ...(facts?.default ? { default: facts.default } : {}),
    consumers: consumersOf(key, catalogue, present),
  }
}
