/** Words of a group of waiting mail, and the verbs that make sense for it. */
import type { QueueAdvice, QueueGroup } from '../../../../shared/model/queue.ts'
import type { StateName } from '../../../ui/state-name.ts'
import { wordsAt } from '../../../words.ts'
import type { QueueVerb } from './use-queue.ts'

const states: Readonly<Record<QueueAdvice, StateName>> = {
  wait: 'differs',
  mend: 'bad',
  delete: 'bad',
  look: 'unknown',
}
export const stateOf = (group: QueueGroup): StateName =>
  group.class === 'held' ? 'idle' : states[group.advice]

const words = (group: QueueGroup, part: 'what' | 'now'): string =>
  wordsAt(['relay', 'queue', 'classes', group.class, part], { destination: group.destination }) ??
  ''
export const whatWords = (group: QueueGroup): string => words(group, 'what')
export const nowWords = (group: QueueGroup): string => words(group, 'now')

/** The first is the button, the rest is behind “…”. */
export function verbsOf(group: QueueGroup): readonly [QueueVerb, ...QueueVerb[]] {
  if (group.class === 'held') return ['release', 'delete']
  if (group.advice === 'delete') return ['delete', 'retry', 'hold']
  return group.advice === 'wait' ? ['hold', 'retry', 'delete'] : ['retry', 'hold', 'delete']
}
