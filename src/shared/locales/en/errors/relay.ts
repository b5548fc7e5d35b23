import type { relayErrors } from '../../../errors/relay.ts'
import type { ErrorTexts } from './texts.ts'

export const relay: ErrorTexts<typeof relayErrors> = {
  'relay-provider-not-found': {
    what: 'Postern knows no provider called “{provider}”.',
    why: 'The list has: {known}.',
    now: 'Choose one of these, or “generic” for any other.',
    mail: 'none',
  },
  'relay-probe-failed': {
    what: 'The relay was tried and not taken into use: {verdict}',
    why: 'It said: {reply}',
    now: 'Correct what is named and try again. Your settings are as they were.',
    mail: 'none',
  },
  'relay-field-missing': {
    what: '{provider} needs the field “{field}”.',
    why: 'Without it the relay cannot be reached or does not let you in.',
    now: 'Fill it in.',
    mail: 'none',
  },
  'relay-region-unknown': {
    what: '{provider} has no region called “{region}”.',
    why: 'Each region has a host of its own, and an account lives in one region only. The list has: {known}.',
    now: 'Choose the region in which the account was made.',
    mail: 'none',
  },
  'relay-host-refused': {
    what: '“{host}” cannot be the relay’s host.',
    why: 'It takes a host name such as smtp.example.org, or an IPv4 address, without a port and without brackets.',
    now: 'Copy the host name from the provider’s own page.',
    mail: 'none',
  },
  'relay-override-own': {
    what: 'Line {line} of {path} says smtp_tls_wrappermode = {value}, which does not go with this port.',
    why: 'With “yes” Postfix begins every delivery with TLS, as ports such as 465 want it and 587 does not; with “no” it is the other way round. The line is your own, so Postern does not touch it.',
    now: 'Take that line out of the file and try again, or choose the port that it was made for.',
    mail: 'none',
  },
  'relay-override-no-folder': {
    what: 'Port {port} cannot be set up on {project}.',
    why: 'There encryption begins before the first word. Mailu’s Postfix learns that from a file in its folder for overrides, and the smtp container is not there or sees no such folder.',
    now: 'Start the smtp service on the page Server. If it runs: give it the folder overrides/postfix as /overrides in the compose file, as Mailu’s own set-up does; or use port 587 or 2525.',
    mail: 'none',
  },
  'relay-port-not-offered': {
    what: '{provider} does not take mail on port {port}.',
    why: 'It has: {known}.',
    now: 'Choose one of these. 587 is the usual one, the others help where 587 is blocked.',
    mail: 'none',
  },
  'relay-user-fixed': {
    what: 'The user at {provider} is always “{user}”.',
    why: 'Who you are says the key that goes in as the password.',
    now: 'Leave the user out.',
    mail: 'none',
  },
  'relay-user-colon': {
    what: 'The user name contains a colon.',
    why: 'Postfix takes what stands after the first colon for the password, so this login can never work.',
    now: 'Ask the provider for a user name without a colon.',
    mail: 'none',
  },
  'relay-user-blanks': {
    what: 'The user name begins or ends with a blank, or has a control character.',
    why: 'It was most likely copied together with a space or a line end, and Postfix would not send it as it is.',
    now: 'Type it again without them.',
    mail: 'none',
  },
  'relay-password-blanks': {
    what: 'The password begins or ends with a blank, or has a control character.',
    why: 'It was most likely copied together with a space or a line end. Postfix drops blanks at both ends, so the login would fail.',
    now: 'Copy the password again without them.',
    mail: 'none',
  },
  'relay-not-configured': {
    what: 'No relay is set for {project}: its mail goes straight to the receivers.',
    why: 'RELAYHOST is empty in the settings of Mailu.',
    now: 'Choose a provider first.',
    mail: 'none',
  },
  'relay-queue-not-known': {
    what: 'The queue of {project} could not be read, so nothing in it was changed.',
    why: 'The smtp container does not run, or its Postfix did not answer.',
    now: 'Start the smtp service on the page Server, and try again.',
    mail: 'waits',
  },
  'relay-api-none': {
    what: '{provider} has no API that Postern can ask.',
    why: 'Some providers offer none for this, and of a relay of your own nothing is known. The key was not kept.',
    now: 'Prove with a test message instead that mail leaves and arrives.',
    mail: 'none',
  },
  'relay-key-shape': {
    what: 'This cannot be a key of {provider}. It was not kept.',
    why: 'A key is one word of letters, digits and signs. Some providers hand out two, which belong together with a colon between them: ID:SECRET.',
    now: 'Copy it again from the provider’s own page.',
    mail: 'none',
  },
  'relay-proof-incomplete': {
    what: 'The proof lacks {missing}.',
    why: 'It needs an account of your server to send from, and a mailbox elsewhere to look into. Nothing of both is kept.',
    now: 'Give an address with its password, and host, user and password of a mailbox at another provider.',
    mail: 'none',
  },
  'relay-proof-demo': {
    what: 'The demo server sends no mail, so there is nothing to prove.',
    why: 'Nothing leaves this computer in the demo.',
    now: 'Try it with your own server.',
    mail: 'none',
  },
  'relay-proof-mailbox': {
    what: 'The mailbox of {user} at {host} could not be used: {reason}.',
    why: 'The host, the user or the password is not right, or the provider wants an app password for mail programs.',
    now: 'Compare them with the provider’s page on IMAP. Nothing was sent.',
    mail: 'none',
  },
  'relay-proof-no-door': {
    what: '{project} publishes no port for handing mail in.',
    why: 'The container front does not run, or its ports 465 and 587 are not published.',
    now: 'Look at the page Server.',
    mail: 'none',
  },
  'relay-proof-login': {
    what: 'Your own server refuses the login of {user}: “{reply}”.',
    why: 'The password is another one, or the account may log in with a token only.',
    now: 'Type the password again, or make a token for the account in Mailu.',
    mail: 'none',
  },
  'relay-proof-not-taken': {
    what: 'Your own server did not take the message: “{reply}”.',
    why: 'A part of Mailu is down, or the account may not send from this address.',
    now: 'Look at the page Server, and try again.',
    mail: 'none',
  },
  'relay-proof-not-arrived': {
    what: 'The message left your program and has not arrived elsewhere within {seconds} seconds.',
    why: 'It waits in the queue, or the other side holds it back. What the queue says is on this page.',
    now: 'Look at what waits. Postern takes the message away with the next proof, should it arrive later.',
    mail: 'waits',
  },
}
