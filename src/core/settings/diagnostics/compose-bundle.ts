/** Lays the facts out as the text that a person reads before saving it. Nothing here is cleaned: `pseudonyms.ts` does that. */
import type { Settings } from '../../../shared/contract/settings.ts'
import { diagnostics } from '../../../shared/locales/en/diagnostics.ts'
import type { Contact } from '../../../shared/model/contact.ts'
import type { JobRecord } from '../../../shared/model/job.ts'
import type { Server } from '../../../shared/model/server.ts'
import type { Discovery } from '../../../shared/model/stack.ts'

/** What a server said of itself just now, or the code of why it did not; undefined: it was not asked. */
export type Looked = Discovery | { readonly failed: string } | undefined

export interface BundleFacts {
  readonly madeAt: string
  readonly versions: Readonly<Record<string, string>>
  readonly settings: Settings
  readonly keyring: { readonly kind: string; readonly detail: string }
  readonly servers: readonly { readonly server: Server; readonly looked: Looked }[]
  readonly contacts: readonly Contact[]
  readonly jobs: readonly JobRecord[]
  readonly log: readonly string[]
}

const words = diagnostics.document
type Value = string | number | boolean | undefined

const line = (name: string, value: Value): string[] =>
  value === undefined ? [] : [`${name}: ${value}`]
/** Parts of parts by their path. */
const record = (values: object, prefix = ''): string[] =>
  Object.entries(values).flatMap(
    ([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? record(value, `${prefix}${name}.`)
        : line(`${prefix}${name}`, value as Value), // of JSON, only these are left
  )
const indented = (lines: readonly string[]): string[] => lines.map(text => `  ${text}`)

function lookedLines(looked: Looked): string[] {
  if (looked === undefined) return [words.notLooked]
  if ('failed' in looked) return [`${words.notLooked}: ${looked.failed}`]
  const { engine, engineVersion, compose, fileAccess, otherProjects, disk, projects } = looked
  return [
    ...record({
      engine,
      version: engineVersion,
      compose: compose && `${compose.generation} ${compose.version}`,
      files: fileAccess,
      'other projects': otherProjects,
      'disk free MiB': disk && Math.round(disk.freeBytes / 2 ** 20),
    }),
    ...projects.flatMap(project => [
      `project: ${project.name}`,
      ...indented(
        record({
          version: project.version,
          services: project.services.join(', '),
          change: project.canChange,
          reason: project.readOnlyReason,
        }),
      ),
    ]),
  ]
}

const serverLines = ({ server, looked }: BundleFacts['servers'][number]): string[] => [
  `server: ${server.name}`,
  ...indented([
    ...record({
      host: server.host,
      port: server.port,
      user: server.user,
      'host key': server.hostKey?.type,
      'key file': server.identityFile !== undefined,
      password: server.hasPassword,
      passphrase: server.hasPassphrase,
      'sudo password': server.hasSudoPassword,
      connected: server.lastConnectedAt,
    }),
    ...lookedLines(looked),
  ]),
]

const contactLine = (contact: Contact): string => {
  const { host, port, protocol, from, via, times, lastAt } = contact
  return `${host}:${port} ${protocol} ${from}${via === undefined ? '' : ` via ${via}`} ${times} ${lastAt}`
}

/** Results are left out: they hold the person's own data. */
function jobLines(job: JobRecord): string[] {
  const { queuedAt, endedAt, name, status, server, step, error } = job
  const params = Object.entries(error?.params ?? {}).flatMap(([key, value]) => line(key, value))
  return [
    `${queuedAt} ${name} ${status}`,
    ...indented([
      ...record({ ended: endedAt, server, step: step?.id, error: error?.code }),
      ...params,
      ...(error?.trail ?? []),
    ]),
  ]
}

const section = (title: string, lines: readonly string[]): string =>
  [`== ${title} ==`, ...(lines.length > 0 ? lines : [words.nothing]), ''].join('\n')

/** The bundle as it would be without any care. */
export function composeBundle(facts: BundleFacts): string {
  return [
    [words.title, `${words.madeAt} ${facts.madeAt}`, words.replaced, ''].join('\n'),
    section(words.versions, record(facts.versions)),
    section(words.settings, record(facts.settings)),
    section(words.keyring, record(facts.keyring)),
    section(words.servers, facts.servers.flatMap(serverLines)),
    section(words.contacts, facts.contacts.map(contactLine)),
    section(words.jobs, facts.jobs.flatMap(jobLines)),
    section(words.log, facts.log),
  ].join('\n')
}
