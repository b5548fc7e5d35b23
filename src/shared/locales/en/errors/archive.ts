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
  'archive-account-not-found': {
    what: 'No kept mailbox is called “{account}”.',
    why: 'It was never added here, has another name, or was removed.',
    now: 'archive accounts lists those that there are.',
    mail: 'none',
  },
  'archive-account-exists': {
    what: 'A kept mailbox is called “{name}” already.',
    why: 'Each has a name of its own.',
    now: 'Choose another name.',
    mail: 'none',
  },
  'archive-kept-already': {
    what: 'This mailbox is kept already, as “{name}”.',
    why: 'The folder holds its archive.',
    now: 'Run that one, or remove it first to keep it under another name.',
    mail: 'none',
  },
  'archive-login-missing': {
    what: 'The password of “{name}” is not kept here.',
    why: 'It was in memory only, or the keyring was emptied.',
    now: 'Remove the mailbox and add it again with the same folder: its archive is found again, and nothing is fetched twice.',
    mail: 'none',
  },
  'archive-not-whole': {
    what: 'Messages of “{account}” that could not be kept: {count}.',
    why: 'The server did not give them whole. Folder, UID and reason are in the list.',
    now: 'They are asked for again at each run. Look at them in a mail program if it stays so.',
    mail: 'may',
  },
  'archive-not-sound': {
    what: 'Parts of the archive of “{account}” that are not what was written: {count}.',
    why: 'A disk lost or changed bytes after they had been written, or somebody changed the files.',
    now: 'Run the backup: what is still on the server is fetched again. Then look at the disk, and restore the rest from a copy of the archive.',
    mail: 'may',
  },
}
