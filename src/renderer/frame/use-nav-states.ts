/** What the sidebar says beside each entry: a shape and at most twelve characters. Unknown is never red. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RelayStatus } from '../../shared/model/relay.ts'
import type { StackStatus } from '../../shared/model/stack.ts'
import type { WatchStatus } from '../../shared/model/watch.ts'
import { useDns } from '../stores/dns.ts'
import { useServers } from '../stores/servers.ts'
import { useStack } from '../stores/stack.ts'
import { useWatch } from '../stores/watch.ts'
import type { StateName } from '../ui/state-name.ts'

export interface NavState {
  readonly state: StateName
  readonly word: string
}
type Word = readonly [state: StateName, key: string, n?: number]

const down = ['stopped', 'failed', 'restarting', 'missing', 'unhealthy', 'paused']

function serverWord(status: StackStatus): Word {
  const broken = status.services.filter(service => down.includes(service.state)).length
  if (broken > 0) return ['bad', 'down', broken]
  if (status.pending?.state === 'armed') return ['working', 'changing']
  if (status.notAppliedKeys.length > 0) return ['differs', 'notApplied']
  return ['good', 'working']
}

function sendingWord(relay: RelayStatus): Word {
  if (!relay.configured) return ['idle', 'direct']
  if (!relay.configured.isApplied) return ['differs', 'notApplied']
  if (relay.login.verdict === 'wrong') return ['bad', 'refused']
  if (relay.login.verdict === 'unknown') return ['unknown', 'cannotTell']
  return ['good', 'working']
}

const headlineWords: Readonly<Record<WatchStatus['headline']['code'], Word>> = {
  off: ['unwatched', 'notWatched'],
  'no-server': ['missing', 'notSetUp'],
  'not-watched': ['unwatched', 'notWatched'],
  checking: ['working', 'checking'],
  offline: ['unwatched', 'offline'],
  unreachable: ['bad', 'mailDown'],
  down: ['bad', 'mailDown'],
  'needs-you': ['differs', 'needsYou'],
  'own-work': ['working', 'changing'],
  'cannot-tell': ['unknown', 'cannotTell'],
  working: ['good', 'working'],
}

export interface NavStates {
  readonly overview: NavState | undefined
  readonly server: NavState
  readonly sending: NavState
  readonly dns: NavState | undefined
  readonly activity: NavState | undefined
}

export function useNavStates(): ComputedRef<NavStates> {
  const { t } = useI18n()
  const servers = useServers()
  const stack = useStack()
  const watch = useWatch()
  const dns = useDns()

  const general = computed<Word | undefined>(() => {
    if (!servers.current) return ['missing', 'notSetUp']
    if (stack.error) return ['unknown', 'noAnswer']
    if (stack.discovery && !stack.project) return ['missing', 'notFound']
    return undefined
  })
  const say = ([state, key, n = 1]: Word): NavState => ({
    state,
    word: t(`common.navState.${key}`, { n }),
  })
  const activity = computed(() => {
    const n = watch.current?.incidents.length ?? 0
    return n > 0 ? say(['differs', 'open', n]) : undefined
  })
  const records = computed(() => {
    if (dns.toFix === undefined) return undefined
    return say(dns.toFix > 0 ? ['differs', 'toFix', dns.toFix] : ['good', 'right'])
  })
  return computed(() => ({
    dns: general.value ? undefined : records.value,
    overview: watch.status && say(headlineWords[watch.status.headline.code]),
    activity: activity.value,
    server: say(
      general.value ?? (stack.status ? serverWord(stack.status) : ['working', 'checking']),
    ),
    sending: say(
      general.value ??
        (stack.relay
          ? sendingWord(stack.relay)
          : stack.relayError
            ? ['unknown', 'cannotTell']
            : ['working', 'checking']),
    ),
  }))
}
