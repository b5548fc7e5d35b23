import type { mailboxErrors } from '../../../errors/mailbox.ts'
import type { ErrorTexts } from './texts.ts'

export const mailbox: ErrorTexts<typeof mailboxErrors> = {
  'mailbox-login-refused': {
    what: '{host} refuses the login of {user}: “{reply}”.',
    why: 'The password is another one, or the account may log in with a token or an app password only.',
    now: 'Type the password again, or make a token for the account. Postern does not try again by itself, so that nothing is locked out.',
    mail: 'none',
  },
  'mailbox-login-put-off': {
    what: '{host} does not let {user} in for now: “{reply}”.',
    why: 'There were too many logins, or a part of the server is not there at the moment.',
    now: 'Wait an hour, and look for other programs that log in with an old password. Postern does not try again by itself.',
    mail: 'none',
  },
  'mailbox-no-encryption': {
    what: '{host} offers no encryption on port {port}, so no password was sent.',
    why: 'The port is one without TLS, or somebody in between took the offer away.',
    now: 'Use port 993 with TLS.',
    mail: 'none',
  },
  'mailbox-certificate': {
    what: 'The certificate of {host} does not hold ({reason}), so no password was sent.',
    why: 'It has run out, is for another name, or was signed by an authority that this computer does not know.',
    now: 'Look at the certificate of the server on the page Server. If it is your own authority, give its certificate.',
    mail: 'none',
  },
  'mailbox-line-lost': {
    what: 'The line to {host} broke again and again: {reason}.',
    why: 'The network is unsteady, or the server ends the conversation at the same place each time.',
    now: 'Start the run again: it goes on where it stopped. What came is kept.',
    mail: 'none',
  },
  'mailbox-bye': {
    what: '{host} ended the conversation: “{reply}”.',
    why: 'It restarts, has too many connections of this account, or something in it broke.',
    now: 'Start the run again in a while: it goes on where it stopped. What came is kept.',
    mail: 'none',
  },
  'mailbox-silent': {
    what: '{host} gave {reason}.',
    why: 'The line is dead without anybody having said so, or the server is very busy.',
    now: 'Start the run again: it goes on where it stopped. What came is kept.',
    mail: 'none',
  },
  'mailbox-not-understood': {
    what: '{host} said something that is no IMAP: “{reply}”.',
    why: 'Another service answers at this port, or the server has a fault.',
    now: 'Compare host and port. If they are right, what came before is kept, and the words above are for whoever runs the server.',
    mail: 'none',
  },
  'mailbox-refused': {
    what: '{host} refuses to show the mailbox: “{reply}”.',
    why: 'The account may not use IMAP, or something in its mailbox is broken.',
    now: 'Open the same account in a mail program. If that fails too, the log of the server says why.',
    mail: 'none',
  },
  'mailbox-folder-refused': {
    what: 'Folders at {host} that could not be read: {count}. About “{folder}” the server says: “{reply}”.',
    why: 'The account may see a folder and not open it, or its files are broken.',
    now: 'All others were read and kept. The log of the server says why this one was not.',
    mail: 'none',
  },
  'mailbox-too-much': {
    what: '{host} has more than can be: {what}.',
    why: 'The server has a fault, or is not what it says it is.',
    now: 'Look at the account in a mail program. What came before is kept.',
    mail: 'none',
  },
}
