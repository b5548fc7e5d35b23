import type { watchErrors } from '../../../errors/watch.ts'
import type { ErrorTexts } from './texts.ts'

export const watch: ErrorTexts<typeof watchErrors> = {
  'incident-not-found': {
    what: 'There is no incident with the number {id}.',
    why: 'It was of a server that has been forgotten here, or the number is wrong.',
    now: 'Look at the list of incidents.',
    mail: 'none',
  },
  'watch-channel-not-found': {
    what: 'There is no second way for notes with the number {id}.',
    why: 'It was taken out, or the number is wrong.',
    now: 'Look at the list in the settings.',
    mail: 'none',
  },
  'watch-channel-address': {
    what: 'Notes cannot be sent to {url}.',
    why: 'It takes an https address without a password in it; for ntfy one that ends with a topic.',
    now: 'Correct the address. A key goes into its own field.',
    mail: 'none',
  },
  'watch-channel-depends': {
    what: '{host} is no second way: it breaks together with {server}.',
    why: 'It belongs to {name}, which is what Postern watches: when that is down, the note is stuck too.',
    now: 'Choose a service that runs elsewhere, such as ntfy.sh.',
    mail: 'none',
  },
  'watch-checks-failed': {
    what: 'Not all of it works: {checks}.',
    why: 'What was found is said beside each.',
    now: 'Look at the line of each, and at the connection doctor where the server could not be asked.',
    mail: 'waits',
  },
  'http-failed': {
    what: '{host} gave no answer: {reason}.',
    why: 'The service is down, or this computer is offline.',
    now: 'Try again in a moment.',
    mail: 'none',
  },
}
