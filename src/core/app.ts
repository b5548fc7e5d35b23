/** Composition root: puts mechanisms and features together, by hand, in order. */
import { randomUUID } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import type { AppContract, AppHandlers } from '../shared/contract/index.ts'
import { contract } from '../shared/contract/index.ts'
import { createArchive } from './archive/create-archive.ts'
import { createJobStore } from './jobs/job-store.ts'
import { createJobRunner } from './jobs/runner.ts'
import { createDemo } from './demo/create-demo.ts'
import { askDemoProvider, demoProviderApi } from './demo/relay-api.ts'
import { createDemoNames } from './demo/demo-names.ts'
import { loadRecorded } from './demo/recorded.ts'
import { createDns } from './dns/create-dns.ts'
import { createDnsWorld, openDnsMirror } from './dns/dns-world.ts'
import { dnsCommands } from './dns/remote-commands.ts'
import { createLog } from './log/create-log.ts'
import { createRedactor } from './log/redact.ts'
import { watchContacts } from './net/contacts.ts'
import { createResolver } from './net/dns/resolver.ts'
import { httpGet } from './net/http/get.ts'
import { createLineProbe } from './net/line/line-probe.ts'
import { dial } from './net/ssh/dial.ts'
import { connectionDeps } from './net/ssh/connection-deps.ts'
import { addressesOf } from './net/http/addresses-of.ts'
import { httpPost } from './net/http/post.ts'
import { noNotifier, type Platform } from './platform.ts'
import type { Dispatch } from './rpc/dispatch.ts'
import { createDispatch } from './rpc/dispatch.ts'
import type { EventHub } from './rpc/events.ts'
import { createEventHub } from './rpc/events.ts'
import { createRelay } from './relay/create-relay.ts'
import { submissionDoor } from './relay/proof/submission-door.ts'
import { loadRelayProviders } from './relay/providers.ts'
import { relayFacts } from './relay/relay-facts.ts'
import { relayCommands } from './relay/remote-commands.ts'
import { systemTimers } from './schedule/timers.ts'
import { createServers } from './servers/create-servers.ts'
import { serversCommands } from './servers/remote-commands.ts'
import { createAppHandlers } from './settings/app-handlers.ts'
import { createDiagnostics } from './settings/diagnostics/create-diagnostics.ts'
import { createContactList } from './settings/contacts.ts'
import { createSettings } from './settings/settings.ts'
import { createSettingsHandlers } from './settings/settings-handlers.ts'
import { loadEnvCatalogue } from './stack/env/catalogue.ts'
import { readEnv } from './stack/env/compose-reading.ts'
import { parseEnvDocument } from './stack/env/env-document.ts'
import { createStack } from './stack/create-stack.ts'
import { stackCommands } from './stack/remote-commands.ts'
import { openStore } from './store/open-store.ts'
import { createSecretStore } from './store/secret-store.ts'
import { loadAdvisories } from './watch/checks/advisories.ts'
import { createChecksOf } from './watch/checks/checks-of.ts'
import { watchCommands } from './watch/checks/remote-commands.ts'
import { createWatch } from './watch/create-watch.ts'
import { listenForWatch, ownWorkOf } from './watch/own-work.ts'
import { watchedNames } from './watch/channels/watched-names.ts'

export interface App {
  readonly dispatch: Dispatch
  readonly events: EventHub<AppContract>
  /** Waits for what runs and has an end of its own; what follows something without end is cancelled. */
  finishWork(): Promise<void>
  /** Cancels what runs, waits for it, closes connections and store. */
  close(): Promise<void>
}

/** Loads when first asked for, and never again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => (loaded ??= load())
}

/**
 * The whole core over `platform`. The caller holds the data folder's lock (`host.ts`).
 * @throws AppError `store-newer`, `store-not-writable`
 */
export async function createApp(platform: Platform): Promise<App> {
  const redactor = createRedactor()
  const { redact } = redactor
  const log = createLog({ folder: join(platform.dataDir, 'logs'), redact })
  const bug = (error: unknown): void => log.error({ err: error }, 'bug')
  const { db, damagedCopy } = await openStore(join(platform.dataDir, 'postern.db'), platform)
  if (damagedCopy !== undefined) log.error({ damagedCopy }, 'store was damaged and moved aside')

  const events = createEventHub<AppContract>(bug)
  const secrets = createSecretStore({
    ...platform,
    db,
    box: platform.secretBox,
    remember: redactor.remember,
  })
  const settings = createSettings(db)
  const contacts = createContactList({ db, clock: platform.clock })
  const stopContacts = watchContacts(contact => {
    try {
      contacts.note(contact)
    } catch (error) {
      bug(error) // a list that cannot be written stops no connection
    }
  })
  const jobs = createJobRunner({
    store: createJobStore(db, bug),
    clock: platform.clock,
    newId: randomUUID,
    changed: record => events.emit('jobs.changed', record),
    redact,
    bug,
  })

  const catalogue = once(() => loadEnvCatalogue(platform.resourcesDir))

  const commands = [
    ...serversCommands,
    ...stackCommands,
    ...relayCommands,
    ...dnsCommands,
    ...watchCommands,
  ]
  const demo = createDemo({
    db,
    clock: platform.clock,
    commands,
    recorded: once(() => loadRecorded(platform.resourcesDir)),
    readEnv: content => readEnv(parseEnvDocument(content, 'v1'), {}).values,
    servers: () => servers.list(),
    add: (address, context) => servers.handlers['servers.add'](address, context),
    look: (host, signal) => servers.handlers['servers.look']({ host }, { signal }),
    changed: status => events.emit('demo.changed', status),
  })
  const connection = { ...connectionDeps(platform), inMemory: demo.inMemory }

  const servers = createServers({
    db,
    secrets,
    clock: platform.clock,
    connection,
    commands,
    changed: list => {
      events.emit('servers.changed', list)
      relay.proofs.follow()
    },
    projectDirs: server => stack.projectDirs(server),
  })

  const stack = createStack({
    db,
    catalogue,
    redact,
    servers: servers.connections,
    clock: platform.clock,
    remember: redactor.remember,
    who: `${userInfo().username}@${hostname()}`,
    askWhereToSave: platform.askWhereToSave,
    logged: logged => events.emit('stack.logged', logged),
    changed: (server, project) => events.emit('stack.changed', { server, project }),
  })

  const providers = once(() => loadRelayProviders(platform.resourcesDir))
  const relay = createRelay({
    providers,
    open: async (where, signal) => {
      const { host, engineRights, containers, project } = await stack.open(where, signal)
      const serviceOf = (name: string) => containers.find(one => one.service === name)
      const [smtp, door] = [serviceOf('smtp'), submissionDoor(serviceOf('front'))]
      const admin = serviceOf('admin')
      return { host, rights: engineRights, smtp, door, admin, project: project.name }
    },
    envValues: stack.envValues,
    sideFile: stack.sideFile,
    applyEdits: stack.applyEdits,
    apiWorld: host =>
      demo.inMemory.has(host)
        ? { ask: askDemoProvider, api: demoProviderApi, speaks: 'sendgrid' }
        : undefined,
    secrets,
    clock: platform.clock,
    remember: redactor.remember,
    keeping: {
      db,
      timers: systemTimers,
      staysOn: platform.host === 'electron',
      servers: () => servers.list().map(({ id }) => id),
      idOf: servers.idOf,
      isBusy: server =>
        jobs.live().some(record => {
          const own = ownWorkOf(record)
          return own?.isUnderWay === true && servers.lockName(own.server) === server
        }),
      hasLine: createLineProbe(platform.os).hasRoute,
      proved: server => events.emit('relay.proved', { server }),
      bug,
    },
  })

  const outside = createDnsWorld({
    clock: platform.clock,
    ...(platform.names
      ? { ...platform.names, lists: [] }
      : {
          resolver: createResolver(),
          get: httpGet,
          openSmtp: async (host: string, signal: AbortSignal) =>
            (await dial(host, 25, { signal, os: platform.os, timeoutMs: 8000 })).socket,
          mirror: openDnsMirror,
        }),
  })
  const inDemo = createDnsWorld({ clock: platform.clock, resolver: createDemoNames(), lists: [] })
  const dns = createDns({
    db,
    clock: platform.clock,
    open: async (where, signal) => {
      const { host, engineRights, containers, project } = await stack.open(where, signal)
      const named = (name: string) => containers.find(one => one.service === name)
      return {
        host,
        rights: engineRights,
        project: project.name,
        version: project.version,
        admin: named('admin'),
        smtp: named('smtp'),
      }
    },
    idOf: servers.idOf,
    relayOf: async env => relayFacts(env, await providers()),
    worldOf: server =>
      demo.inMemory.has(servers.list().find(one => one.id === servers.idOf(server))?.host ?? '')
        ? inDemo
        : outside,
    looked: looked => events.emit('dns.looked', looked),
  })

  const archive = createArchive({
    db,
    secrets,
    clock: platform.clock,
    home: join(platform.dataDir, 'archives'),
    worker: platform.workerEntry('work-on-archive'),
    who: `${userInfo().username}@${hostname()}`,
  })

  const watch = createWatch({
    db,
    secrets,
    settings: settings.get,
    clock: platform.clock,
    timers: systemTimers,
    notifier: platform.notifier ?? noNotifier,
    power: platform.power,
    staysOn: platform.host === 'electron',
    checksOf: createChecksOf({
      open: stack.open,
      relay,
      servers: servers.list,
      connect: servers.connections.connect,
      ssh: connection,
      inMemory: demo.watched,
      advisories: once(() => loadAdvisories(platform.resourcesDir)),
      clock: platform.clock,
      os: platform.os,
    }),
    servers: servers.list,
    idOf: servers.idOf,
    watched: signal => watchedNames(servers.list(), stack.envValues, signal),
    post: httpPost,
    addressesOf,
    redact,
    bug,
    changed: status => events.emit('watch.changed', status),
    noted: noted => events.emit('watch.noted', noted),
  })
  listenForWatch(events, watch)

  const handlers = {
    ...createAppHandlers({ platform, jobs }),
    ...createSettingsHandlers({
      settings,
      secrets,
      contacts,
      diagnostics: createDiagnostics({
        platform,
        settings: settings.get,
        keyring: () => ({ kind: secrets.box.kind, detail: secrets.box.detail }),
        servers: servers.list,
        look: (server, signal) => stack.handlers['stack.find']({ server }, { signal }),
        contacts: contacts.list,
        jobs: jobs.list,
      }),
      changed: now => events.emit('settings.changed', now),
    }),
    ...servers.handlers,
    ...stack.handlers,
    ...relay.handlers,
    ...dns.handlers,
    ...archive.handlers,
    ...watch.handlers,
    'watch.run': (input, context) =>
      relay.proofs.running(() => watch.handlers['watch.run'](input, context)),
    ...demo.handlers,
  } satisfies AppHandlers

  const door = createDispatch({
    contract,
    handlers,
    jobs,
    redact,
    bug,
    lockName: (name, kind) => (kind === 'server' ? servers.lockName(name) : archive.lockName(name)),
  })
  // A command line lives too short to take up others' work; the next connection finishes what a server was left with.
  if (platform.host === 'electron') door.resumeInterrupted()
  watch.begin()
  relay.proofs.begin()

  return {
    dispatch: door.dispatch,
    events,
    finishWork: jobs.finish,
    async close() {
      watch.stop()
      relay.proofs.stop()
      await jobs.close()
      await servers.close()
      stopContacts()
      contacts.flush()
      db.close()
    },
  }
}
