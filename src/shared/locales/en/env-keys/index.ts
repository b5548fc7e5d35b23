/** A name and a meaning for every setting in the catalogue (`resources/env-catalogue.json`). */
import type { EnvGroup } from '../../../model/env-catalogue.ts'
import { access } from './access.ts'
import { addresses } from './addresses.ts'
import { advanced } from './advanced.ts'
import { database } from './database.ts'
import { delivery } from './delivery.ts'
import { fetch } from './fetch.ts'
import { identity } from './identity.ts'
import { limits } from './limits.ts'
import { login } from './login.ts'
import { relay } from './relay.ts'
import { retired } from './retired.ts'
import { spam } from './spam.ts'
import { storage } from './storage.ts'
import { tls } from './tls.ts'
import { web } from './web.ts'
import type { EnvKeyText } from './text.ts'

export const envKeys: Readonly<Record<string, EnvKeyText>> = {
  ...identity,
  ...tls,
  ...access,
  ...login,
  ...limits,
  ...relay,
  ...delivery,
  ...spam,
  ...web,
  ...fetch,
  ...storage,
  ...database,
  ...addresses,
  ...advanced,
  ...retired,
}

/** Headings under which settings are shown. */
export const envGroups: Readonly<Record<EnvGroup, string>> = {
  identity: 'Identity',
  tls: 'Certificates',
  access: 'Access',
  login: 'Login and accounts',
  limits: 'Limits',
  relay: 'Outgoing mail',
  delivery: 'Delivery',
  spam: 'Spam and signatures',
  web: 'Webmail and pages',
  fetch: 'Fetched accounts',
  storage: 'Storage and search',
  database: 'Databases',
  addresses: 'Service addresses',
  advanced: 'Advanced',
  retired: 'No longer used',
}
