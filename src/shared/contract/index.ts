/** The contract: one list of everything that may be asked of the core. */
import { archiveContract } from './archive.ts'
import { appContract } from './app.ts'
import type { Client, Handlers } from './define.ts'
import { demoContract } from './demo.ts'
import { dnsContract } from './dns.ts'
import { relayContract } from './relay.ts'
import { serversContract } from './servers.ts'
import { settingsContract } from './settings.ts'
import { stackContract } from './stack.ts'
import { watchContract } from './watch.ts'

export const contract = {
  ...appContract,
  ...settingsContract,
  ...serversContract,
  ...stackContract,
  ...relayContract,
  ...dnsContract,
  ...archiveContract,
  ...watchContract,
  ...demoContract,
} as const

export type AppContract = typeof contract
export type AppHandlers = Handlers<AppContract>
export type AppClient = Client<AppContract>
