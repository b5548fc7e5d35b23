/** The English catalogue: every visible text is in here, one file a feature. */
import { activity } from './activity.ts'
import { archive } from './archive.ts'
import { calls } from './calls.ts'
import { checks } from './checks.ts'
import { cli } from './cli/index.ts'
import { common } from './common.ts'
import { contacts } from './contacts.ts'
import { demo } from './demo.ts'
import { desktop } from './desktop.ts'
import { diagnostics } from './diagnostics.ts'
import { dns } from './dns.ts'
import { dnsLook } from './dns-look.ts'
import { dnsPage } from './dns-page.ts'
import { doctor } from './doctor.ts'
import { envGroups, envKeys } from './env-keys/index.ts'
import { envProblems } from './env-problems.ts'
import { errors, mailFate } from './errors/index.ts'
import { overview } from './overview.ts'
import { probe } from './probe.ts'
import { relay } from './relay.ts'
import { sending } from './sending.ts'
import { server } from './server.ts'
import { servers } from './servers.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { start } from './start.ts'
import { steps } from './steps.ts'
import { tray } from './tray.ts'
import { checkWords } from './watch-checks.ts'
import { watch } from './watch.ts'

export const en = {
  activity,
  archive,
  calls,
  checks,
  checkWords,
  cli,
  common,
  contacts,
  demo,
  desktop,
  diagnostics,
  dns,
  dnsLook,
  dnsPage,
  doctor,
  envGroups,
  envKeys,
  envProblems,
  errors,
  mailFate,
  overview,
  probe,
  relay,
  sending,
  server,
  servers,
  settings,
  shell,
  start,
  steps,
  tray,
  watch,
} as const
