import type { coreErrors } from '../../../errors/core.ts'
import type { ErrorTexts } from './texts.ts'

export const core: ErrorTexts<typeof coreErrors> = {
  'invalid-input': {
    what: 'This was not understood: {issue} ({where}).',
    why: 'A value is missing or has the wrong form.',
    now: 'Correct it and try again.',
    mail: 'none',
  },
  'unknown-method': {
    what: 'Postern has nothing called “{method}”.',
    why: 'The two sides are of different versions.',
    now: 'Quit Postern, start it again, and try once more.',
    mail: 'none',
  },
  cancelled: {
    what: 'Cancelled.',
    why: 'You asked for it, or the app was closed.',
    now: 'Start it again when you like.',
    mail: 'none',
  },
  unexpected: {
    what: 'Something went wrong that Postern did not foresee.',
    why: 'This is a fault in Postern, not in your server.',
    now: 'Try again. If it comes back, open the log and report it.',
    mail: 'none',
  },
  'timed-out': {
    what: '{what} gave no answer for {seconds} seconds.',
    why: 'The server is busy, or the line is bad.',
    now: 'Try again in a moment.',
    mail: 'none',
  },
  'job-not-found': {
    what: 'There is no work with the number {id}.',
    why: 'It ended long ago and was tidied away.',
    now: 'Look at the list of recent work.',
    mail: 'none',
  },
  'job-interrupted': {
    what: '“{title}” was interrupted.',
    why: 'Postern ended while it ran.',
    now: 'Connect to the server again: what was left half done is put right there first.',
    mail: 'waits',
  },
  'store-newer': {
    what: 'Your Postern data was written by a newer version (format {found}; this one knows {known}).',
    why: 'A newer Postern has opened this data folder.',
    now: 'Install the newer version again. Nothing was changed; a copy from before its upgrade lies beside {file}.',
    mail: 'none',
  },
  'store-damaged': {
    what: 'Postern’s own data file {file} cannot be read.',
    why: 'The disk failed or the file was changed from outside.',
    now: 'It was moved to {copy} and a new one was begun. Add your servers again; nothing on them was touched.',
    mail: 'none',
  },
  'store-not-writable': {
    what: 'Postern cannot write to {file}: {reason}.',
    why: 'The disk is full or the folder belongs to someone else.',
    now: 'Make room or correct the rights, then try again.',
    mail: 'none',
  },
  'data-folder-busy': {
    what: 'Another Postern has been using {folder} for {seconds} seconds and does not answer.',
    why: 'Only one may write there at a time.',
    now: 'Wait until it has finished, or quit it.',
    mail: 'none',
  },
  'host-gone': {
    what: 'The running Postern ended before it answered.',
    why: 'It was quit while it worked on this.',
    now: 'Look at the state of the server, then try again.',
    mail: 'none',
  },
  'secret-not-readable-here': {
    what: 'The stored secret for {what} cannot be read here.',
    why: 'It was sealed by another keyring, user or host of Postern. It was left as it is.',
    now: 'Enter it once more; it is then kept for this one too.',
    mail: 'none',
  },
  'secret-needs-consent': {
    what: 'There is no keyring to keep the secret for {what}.',
    why: 'This computer offers no protected place; without one, secrets live only until Postern ends.',
    now: 'Start a keyring, or agree in Settings to keep secrets in a file that only your user can read.',
    mail: 'none',
  },
  'address-not-allowed': {
    what: 'Postern does not open {url}.',
    why: 'It opens only documentation, over https.',
    now: 'If you trust the address, copy it into your browser.',
    mail: 'none',
  },
  'file-not-writable': {
    what: 'The file {file} could not be written: {reason}.',
    why: 'The disk is full, or you may not write in that folder.',
    now: 'Save it in another place.',
    mail: 'none',
  },
  'no-save-dialog': {
    what: 'There is no window that could ask where the file goes.',
    why: 'This Postern runs without a desktop.',
    now: 'On the command line send the output to a file: postern stack logs > mail.log',
    mail: 'none',
  },
  'diagnostics-gone': {
    what: 'The diagnostics that were shown are no longer there.',
    why: 'Postern was started again, or others were made since.',
    now: 'Show them once more, read them, then save.',
    mail: 'none',
  },
  'file-not-readable': {
    what: 'The file {file} cannot be read: {reason}.',
    why: 'It is not there, or it belongs to someone else.',
    now: 'Check the path and its rights.',
    mail: 'none',
  },
}
