/** What the tray's entries do: calls of the contract, and the window. */
import type { Place } from '../../shared/model/place.ts'
import type { RunningCore } from '../core.ts'
import { pauseEnd, type TrayAction } from './tray-menu.ts'

export interface TrayActionDeps {
  readonly core: Pick<RunningCore, 'answer'>
  readonly show: (place?: Place) => void
  readonly quit: () => void
}

/** Answers what carries out an entry. A call that fails leaves things as they are, and the menu shows that. */
export function actFor({ core, show, quit }: TrayActionDeps): (action: TrayAction) => void {
  return action => {
    switch (action.do) {
      case 'open':
        show(action.place)
        return
      case 'check':
        void core.answer('watch.check', {})
        return
      case 'pause': {
        const until = new Date(pauseEnd(action.for, Date.now())).toISOString()
        void core.answer('watch.pause', { until })
        return
      }
      case 'resume':
        void core.answer('watch.resume', undefined)
        return
      case 'quit':
        quit()
    }
  }
}
