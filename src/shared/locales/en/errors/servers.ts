import type { serversErrors } from '../../../errors/servers.ts'
import type { ErrorTexts } from './texts.ts'

export const servers: ErrorTexts<typeof serversErrors> = {
  'server-not-found': {
    what: 'There is no server called “{server}” here.',
    why: 'It was removed, or the name is spelt differently.',
    now: 'Look at the list of servers.',
    mail: 'none',
  },
  'server-exists': {
    what: 'A server called “{name}” is here already.',
    why: 'Names are used to tell servers apart.',
    now: 'Choose another name, or change the one that is here.',
    mail: 'none',
  },
  'server-choice-needed': {
    what: 'There are several servers: {names}.',
    why: 'Postern does not guess which one you mean.',
    now: 'Say which one.',
    mail: 'none',
  },
  'host-not-found': {
    what: 'No address was found for {host}.',
    why: 'The name is misspelt, or the name server of this network does not know it.',
    now: 'Check the spelling, or use the server’s address in your home network.',
    mail: 'none',
  },
  'host-unreachable': {
    what: '{host} cannot be reached on port {port} (tried {tried}).',
    why: 'This computer has no way there: other network, VPN off, or the server is switched off.',
    now: 'Check that you are in the right network and that the server runs.',
    mail: 'none',
  },
  'host-refused': {
    what: '{host} refuses connections on port {port} (tried {tried}).',
    why: 'The machine runs, but no SSH server listens on that port.',
    now: 'Check the port number, and that the SSH server is started.',
    mail: 'none',
  },
  'host-timed-out': {
    what: '{host} did not answer on port {port} within {seconds} seconds (tried {tried}).',
    why: 'The machine is off, or something on the way drops the packets.',
    now: 'Check that the server runs and that the address is right.',
    mail: 'none',
  },
  'host-not-ssh': {
    what: 'Something answers at {host}, port {port}, but it does not speak SSH: “{banner}”.',
    why: 'The port belongs to another service.',
    now: 'Check the port number. SSH usually listens on 22.',
    mail: 'none',
  },
  'local-network-denied': {
    what: 'This computer does not let Postern reach {host} in the local network.',
    why: 'macOS asks once whether an app may use the local network, and the answer was no.',
    now: 'Allow it in System Settings, Privacy and Security, Local Network, then try again.',
    mail: 'none',
  },
  'host-key-unknown': {
    what: '{host} is new here. Its {type} key has the fingerprint {sha256}.',
    why: 'Nobody has compared it yet, so Postern has not logged in.',
    now: 'Compare it with the one shown on the server itself, then accept it.',
    mail: 'none',
  },
  'host-key-mismatch': {
    what: '{host} shows the fingerprint {sha256}, not the {accepted} that you accepted.',
    why: 'Another machine answers, or the fingerprint was copied from another server.',
    now: 'Do not go on before you know why. Postern has not logged in.',
    mail: 'none',
  },
  'host-key-changed': {
    what: 'The key of {host} is not the one recorded. Recorded: {recorded}. Now: {sha256} ({type}).',
    why: 'The server was installed anew, or another machine stands in between.',
    now: 'Compare the new fingerprint on the server’s own screen. Postern sent no password and no key. If it is yours, remove the old record first.',
    mail: 'none',
  },
  'login-refused': {
    what: '{host} does not let {user} in (tried: {tried}).',
    why: 'The key is not in the server’s list of authorised keys, or the password is wrong.',
    now: 'Check the user name, choose another key, or enter the password.',
    mail: 'none',
  },
  'key-not-readable': {
    what: 'The key file {file} cannot be used: {reason}.',
    why: 'It is not a private key that SSH understands, or it cannot be read.',
    now: 'Choose another file.',
    mail: 'none',
  },
  'key-passphrase-needed': {
    what: 'The key {file} is locked with a passphrase.',
    why: 'It cannot be used before it is unlocked.',
    now: 'Enter the passphrase, or add the key to your agent.',
    mail: 'none',
  },
  'key-passphrase-wrong': {
    what: 'The passphrase does not open {file}.',
    why: 'It is mistyped, or it belongs to another key.',
    now: 'Enter it again.',
    mail: 'none',
  },
  'agent-not-reachable': {
    what: 'The SSH agent at {socket} does not answer.',
    why: 'It is not running, or its address is out of date.',
    now: 'Start the agent, or choose a key file.',
    mail: 'none',
  },
  'connection-lost': {
    what: 'The connection to {host} broke.',
    why: 'The line dropped or the server went away.',
    now: 'Try again. What was being changed is put right by the server itself.',
    mail: 'none',
  },
  'sudo-password-needed': {
    what: '{user} needs a password for sudo.',
    why: 'Some files of Mailu belong to root.',
    now: 'Enter the sudo password. It is typed only when sudo asks for it.',
    mail: 'none',
  },
  'sudo-password-wrong': {
    what: 'sudo does not take the password of {user}.',
    why: 'It is mistyped, or sudo wants another user’s password.',
    now: 'Enter it again.',
    mail: 'none',
  },
  'sudo-not-allowed': {
    what: '{user} may not use sudo.',
    why: 'The user is not in the server’s list for sudo.',
    now: 'Log in as another user, or let this one use sudo or read Mailu’s files.',
    mail: 'none',
  },
  'remote-command-failed': {
    what: 'A command on the server failed ({command}, exit {exitCode}).',
    why: 'The server said: {reply}',
    now: 'Read what it said. Nothing else was done after it.',
    mail: 'none',
  },
  'remote-output-too-long': {
    what: 'A command on the server answered with more than {limitBytes} bytes ({command}).',
    why: 'That is more than it should ever say.',
    now: 'Try again. If it comes back, report it.',
    mail: 'none',
  },
}
