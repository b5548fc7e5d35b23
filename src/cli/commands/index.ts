/** Every command of the command line. */
import type { CliCommand } from '../parse/command.ts'
import { archiveCommands } from './archive.ts'
import { contactsCommands } from './contacts.ts'
import { demoCommands } from './demo.ts'
import { diagnosticsCommands } from './diagnostics.ts'
import { dnsCommands } from './dns.ts'
import { infoCommands } from './info.ts'
import { jobsCommands } from './jobs.ts'
import { relayCommands } from './relay.ts'
import { serversCommands } from './servers.ts'
import { settingsCommands } from './settings.ts'
import { stackEnvCommands } from './stack-env.ts'
import { stackLogsCommands } from './stack-logs.ts'
import { stackCommands } from './stack.ts'
import { watchCommands } from './watch.ts'
import { watchRunCommands } from './watch-run.ts'

export const commands: readonly CliCommand[] = [
  ...serversCommands,
  ...stackCommands,
  ...stackEnvCommands,
  ...stackLogsCommands,
  ...relayCommands,
  ...dnsCommands,
  ...archiveCommands,
  ...watchCommands,
  ...watchRunCommands,
  ...jobsCommands,
  ...settingsCommands,
  ...demoCommands,
  ...contactsCommands,
  ...diagnosticsCommands,
  ...infoCommands,
]
