import type { watchErrors } from '../../../errors/watch.ts'
import type { ErrorTexts } from './texts.ts'

export const watch: ErrorTexts<typeof watchErrors> = {
  'incident-not-found': {
    what: 'There is no incident with the number {id}.',
    why: 'It was of a server that has been forgotten here, or the number is wrong.',
    now: 'Look at the list of incidents.',
    mail: 'none',
  },
}
