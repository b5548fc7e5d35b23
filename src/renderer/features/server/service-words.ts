/** What each of Mailu's services does, and its state, in words (`mailu.md` 2.1). */
import type { Service, ServiceState } from '../../../shared/model/stack.ts'
import { wordsAt } from '../../words.ts'
import type { StateName } from '../../ui/state-name.ts'

export const whatItDoes = (service: string): string =>
  wordsAt(['server', 'does', service]) ?? wordsAt(['server', 'does', 'other']) ?? service

const states: Readonly<Record<ServiceState, StateName>> = {
  running: 'good',
  starting: 'working',
  unhealthy: 'bad',
  restarting: 'bad',
  stopped: 'bad',
  failed: 'bad',
  paused: 'differs',
  missing: 'missing',
  unknown: 'unknown',
}

/** A service that runs with old settings works and differs. */
export const stateOfService = (service: Service): StateName =>
  service.state === 'running' && service.notApplied.length > 0 ? 'differs' : states[service.state]
