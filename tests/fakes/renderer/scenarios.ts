/** Named states of the world, for pictures and tests. */
import type { Server } from '../../../src/shared/model/server.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { demoHost } from '../../../src/shared/model/demo.ts'
import { Settings } from '../../../src/shared/contract/settings.ts'
import { createFakeBridge, type Answers, type FakeBridge } from './fake-bridge.ts'
import { dnsAnswers } from './recorded-dns.ts'
import { committed, envAnswers, rolledBack } from './recorded-env.ts'
import { bundle, contacts } from './recorded-careful.ts'
import {
  direct,
  emptyQueue,
  probe,
  refusedProbe,
  relayAnswers,
  planAtOnce,
  probeAtOnce,
  relayAtOnce,
  senderRefusedProbe,
  sendingAnswers,
} from './recorded-relay.ts'
import {
  behind,
  changedLook,
  look,
  discovery,
  home,
  office,
  project,
  serverAnswers,
} from './recorded-server.ts'
import {
  downAnswers,
  everyState,
  offline,
  unwatchedAnswers,
  watchAnswers,
} from './recorded-watch.ts'

const settingsAnswers = (start: Partial<Settings>, bridge: FakeBridge): Answers => {
  let settings = Settings.parse(start)
  return {
    'settings.get': () => settings,
    'settings.set': patch => {
      settings = { ...settings, ...patch }
      bridge.emit('settings.changed', settings)
      return settings
    },
    'settings.keyring': () => ({
      kind: 'system',
      detail: 'GNOME keyring, through the Secret Service',
      canConsentToPlain: false,
    }),
    'settings.contacts': () => contacts,
    'settings.diagnostics': () => bundle,
    'settings.saveDiagnostics': () => ({
      path: '/home/maria/Downloads/postern-diagnostics-2026-11-22T1034.txt',
      sizeBytes: bundle.text.length,
    }),
    'settings.consentToPlain': () => ({
      kind: 'key-file',
      detail: '/home/maria/.config/Postern/secrets.key',
      canConsentToPlain: false,
    }),
  }
}

/** No server until one is added. */
const addsServers = (): Answers => {
  let list: Server[] = []
  return {
    'servers.list': () => list,
    'servers.add': () => {
      list = [home]
      return home
    },
  }
}

interface Scenario {
  readonly settings?: Partial<Settings>
  readonly answers?: Answers | (() => Answers)
}
const unreachable = (): never => {
  throw new AppError('host-timed-out', {
    host: '192.168.1.20',
    port: 22,
    seconds: 15,
    tried: '192.168.1.20',
  })
}
const sudoNeeded = (): never => {
  throw new AppError('sudo-password-needed', { user: 'maria' })
}

export const scenarios = {
  fresh: { settings: { firstRun: 'find' }, answers: addsServers },
  changedKey: {
    settings: { firstRun: 'find' },
    answers: { 'servers.list': () => [], 'servers.look': () => changedLook },
  },
  jump: {
    settings: { firstRun: 'find' },
    answers: () => ({
      ...addsServers(),
      'servers.look': ({ acceptHostKey }) =>
        acceptHostKey === undefined
          ? { ...look, host: 'gate.example.org', trust: 'unknown', wayTo: 'home', addresses: [] }
          : { ...look, trust: 'unknown', hostKey: changedLook.hostKey },
    }),
  },
  looking: { settings: { firstRun: 'look' }, answers: { 'relay.status': () => direct } },
  noMailu: {
    settings: { firstRun: 'look' },
    answers: { 'stack.find': () => ({ ...discovery, projects: [], otherProjects: 2 }) },
  },
  next: { settings: { firstRun: 'send' }, answers: { 'relay.status': () => direct } },
  working: {},
  behind: { answers: { 'stack.status': () => behind, 'servers.list': () => [home, office] } },
  readOnly: {
    answers: {
      'stack.find': () => ({
        ...discovery,
        projects: [{ ...project, canChange: false, readOnlyReason: 'swarm' }],
      }),
      'stack.status': () => ({
        ...behind,
        project: { ...project, canChange: false, readOnlyReason: 'swarm' },
      }),
    },
  },
  empty: { answers: { 'servers.list': () => [] } },
  unreachable: { answers: { 'stack.find': unreachable } },
  sudo: { answers: { 'stack.env': sudoNeeded } },
  direct: { answers: { 'relay.status': () => direct, 'relay.queue': () => emptyQueue } },
  rollsBack: { answers: { 'stack.envApply': () => rolledBack } },
  refused: { answers: { 'relay.probe': () => refusedProbe } },
  senderRefused: { answers: { 'relay.probe': () => senderRefusedProbe } },
  atOnce: {
    answers: {
      'relay.status': () => relayAtOnce,
      'relay.probe': () => probeAtOnce,
      'relay.plan': () => planAtOnce,
    },
  },
  outage: { answers: downAnswers },
  everyState: { answers: { 'watch.status': () => everyState } },
  offline: { answers: { 'watch.status': () => offline } },
  unwatched: { settings: { watch: 'off' }, answers: unwatchedAnswers },
  demo: {
    answers: {
      'servers.list': () => [{ ...home, name: 'Demo', host: demoHost }],
      'demo.status': () => ({ fault: 'imap-silent' }),
    },
  },
  calm: { answers: { 'watch.incidents': () => [] } },
  memory: {
    answers: {
      'settings.keyring': () => ({ kind: 'memory', detail: 'basic_text', canConsentToPlain: true }),
    },
  },
} satisfies Record<string, Scenario>
export type ScenarioName = keyof typeof scenarios

/** A bridge in that state; what a scenario does not say is the recorded home server that works. */
export function bridgeIn(name: ScenarioName): FakeBridge {
  const bridge = createFakeBridge()
  fillBridge(bridge, name)
  return bridge
}

export function fillBridge(bridge: FakeBridge, name: ScenarioName): void {
  const scenario: Scenario = scenarios[name]
  bridge.answer(serverAnswers)
  bridge.answer(envAnswers)
  bridge.answer(relayAnswers)
  bridge.answer(sendingAnswers)
  bridge.answer(dnsAnswers)
  bridge.answer(watchAnswers)
  bridge.answer({ 'relay.set': () => ({ probe, transaction: committed }) })
  bridge.answer(settingsAnswers({ firstRun: 'done', ...scenario.settings }, bridge))
  const { answers = {} } = scenario
  bridge.answer(typeof answers === 'function' ? answers() : answers)
}
