import type { archiveErrors } from '../../../errors/archive.ts'
import type { ErrorTexts } from './texts.ts'

export const archive: ErrorTexts<typeof archiveErrors> = {
  'archive-busy': {
    what: 'The backup in {dir} is being written by {who}.',
    why: 'Only one may write to the backup of an account at a time.',
    now: 'Wait until it has finished; what it fetches is yours too.',
    mail: 'none',
  },
  'archive-newer': {
    what: 'The backup in {dir} was written by a newer Postern (format {found}; this one knows {known}).',
    why: 'A newer version has been at work on it.',
    now: 'Install the newer version again. Nothing was changed.',
    mail: 'none',
  },
  'archive-damaged': {
    what: 'The backup of “{subject}” (folder {folder}, number {uid}) is damaged: its bytes are not those that came from the server.',
    why: 'The disk failed, or a file of the backup was changed from outside.',
    now: 'Back up once more: if the server still has the message, it is fetched again. Check the disk.',
    mail: 'may',
  },
  'archive-unreadable': {
    what: 'The file {file} of the backup cannot be understood: {reason}.',
    why: 'The disk failed, the file was changed from outside, or the folder is no backup of Postern.',
    now: 'Put the file back from a copy of the folder. The messages themselves lie in its segments, which any mail program reads.',
    mail: 'may',
  },
  'archive-away': {
    what: 'The folder {dir} of the backup is not there: {reason}.',
    why: 'Its disk is not plugged in, or the folder was moved or deleted.',
    now: 'Plug the disk in, or show Postern where the folder is now; then back up again. What was there before is untouched.',
    mail: 'none',
  },
  'archive-not-writable': {
    what: 'The backup cannot be written to {dir}: {reason}.',
    why: 'The folder belongs to someone else, or its disk can only be read.',
    now: 'Correct the rights, or choose another folder. What is there is untouched.',
    mail: 'none',
  },
  'archive-folder-taken': {
    what: 'The folder {dir} is the backup of another account, or holds other files.',
    why: 'Each account has a folder of its own.',
    now: 'Choose an empty folder.',
    mail: 'none',
  },
  'archive-no-message': {
    what: 'There is no message {id} in this backup.',
    why: 'The number is wrong, or it is of another account.',
    now: 'Look for the message with a search.',
    mail: 'none',
  },
  'archive-disk-full': {
    what: 'The disk of {dir} is full.',
    why: 'There was no room for the next message.',
    now: 'Make room, then back up again: it goes on where it stopped.',
    mail: 'none',
  },
}
