import type { stackErrors } from '../../../errors/stack.ts'
import type { ErrorTexts } from './texts.ts'

export const stack: ErrorTexts<typeof stackErrors> = {
  'docker-not-found': {
    what: 'There is no Docker on {host}.',
    why: 'Mailu runs under Docker Compose; this machine has neither docker nor podman.',
    now: 'Connect to the machine on which Mailu runs.',
    mail: 'none',
  },
  'docker-not-running': {
    what: 'Docker on {host} does not answer: {reply}',
    why: 'The Docker service is stopped.',
    now: 'Start it on the server (for example: systemctl start docker).',
    mail: 'waits',
  },
  'docker-not-allowed': {
    what: '{user} may not use Docker.',
    why: 'The user is neither in the docker group nor allowed to use sudo.',
    now: 'Add the user to the docker group, or enter the sudo password.',
    mail: 'none',
  },
  'compose-not-found': {
    what: 'There is no Docker Compose on {host}.',
    why: 'Neither “docker compose” nor “docker-compose” is installed.',
    now: 'Install the Compose plugin on the server.',
    mail: 'none',
  },
  'mailu-not-found': {
    what: 'No Mailu was found on {host}.',
    why: 'None of its containers carries the marks of a Mailu service.',
    now: 'Connect to the machine on which Mailu runs, or start Mailu once so that it can be found.',
    mail: 'none',
  },
  'project-not-found': {
    what: 'There is no Mailu project called “{project}” on this server.',
    why: 'It was renamed or removed.',
    now: 'Look at what was found.',
    mail: 'none',
  },
  'project-choice-needed': {
    what: 'There are several Mailu projects: {names}.',
    why: 'Postern does not guess which one you mean.',
    now: 'Say which one.',
    mail: 'none',
  },
  'project-read-only': {
    what: '“{project}” is shown but cannot be changed from here: {reason}.',
    why: 'Postern changes only what it can put back.',
    now: 'Change it with the tool that set it up.',
    mail: 'none',
  },
  'service-not-found': {
    what: 'There is no service called “{service}”.',
    why: 'The project has: {known}.',
    now: 'Choose one of these.',
    mail: 'none',
  },
  'env-file-not-found': {
    what: 'The settings file {path} is not there.',
    why: 'The compose file names another one, or it was moved.',
    now: 'Look at the env_file lines of docker-compose.yml.',
    mail: 'none',
  },
  'env-file-not-readable': {
    what: '{user} may not read {path}.',
    why: 'The file belongs to root and only root may read it.',
    now: 'Enter the sudo password, or log in as a user who may read it.',
    mail: 'none',
  },
  'env-draft-refused': {
    what: 'The change was not written: line {line} of {path} would not be understood ({reason}).',
    why: 'Compose would stop at that line, or leave it out without a word.',
    now: 'Correct the value. The file on the server is as it was.',
    mail: 'none',
  },
  'env-value-refused': {
    what: 'The value for {key} cannot be used: {reason}.',
    why: 'Mailu or Compose would not take it, or would read something else.',
    now: 'Enter another value. Nothing was written.',
    mail: 'none',
  },
  'env-secret-in-argv': {
    what: '{key} holds a secret and is not taken from the command line.',
    why: 'Every program on this computer can read the command line.',
    now: 'Write {key}=- and give the value on standard input.',
    mail: 'none',
  },
  'env-changed-meanwhile': {
    what: '{path} was changed by someone else while you were editing.',
    why: 'Its content is not the one that your change was made from.',
    now: 'Look at the new content and make the change again. Nothing was written.',
    mail: 'none',
  },
  'env-copy-not-found': {
    what: 'There is no kept copy “{id}”.',
    why: 'The last ten are kept.',
    now: 'Choose one of the list.',
    mail: 'none',
  },
  'disk-full': {
    what: 'The server’s disk is full: {path} has {freeBytes} bytes left.',
    why: 'Logs, images or mail have filled it.',
    now: 'Make room first. The old file is intact.',
    mail: 'waits',
  },
  'transaction-running': {
    what: 'Another change by {who} is being watched until {until}.',
    why: 'The server itself undoes a change that nobody confirms in time.',
    now: 'Wait until then, and try again.',
    mail: 'none',
  },
  'transaction-rolled-back': {
    what: 'The change was undone, because afterwards this no longer worked: {failed}.',
    why: 'The new value does not suit the service.',
    now: 'The old settings are in force again, byte for byte. Try another value.',
    mail: 'waits',
  },
  'transaction-unwatched': {
    what: 'The connection to {host} broke while the change was on trial.',
    why: 'The line dropped, or the server restarted.',
    now: 'Nothing needs to be done: the server puts the old settings back by itself. Look at its status in three minutes.',
    mail: 'waits',
  },
  'transaction-not-restored': {
    what: '{path} was changed by someone else during the watch, so nothing was put back.',
    why: 'Postern restores only what it wrote itself.',
    now: 'Look at the file. What was there before lies in {copy}.',
    mail: 'waits',
  },
  'compose-failed': {
    what: 'Compose could not do it ({command}).',
    why: 'It said: {reply}',
    now: 'Read what it said, and try again.',
    mail: 'waits',
  },
}
