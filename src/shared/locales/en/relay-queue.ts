/** Why mail waits, in plain words, and what to do: `relay.queue` of the catalogue. */
import type { QueueClass } from '../../model/queue.ts'

export interface QueueClassText {
  /** After “12 wait: ”. {destination} is the receivers' domain or the relay. */
  readonly what: string
  readonly now: string
}

const classes: Readonly<Record<QueueClass, QueueClassText>> = {
  'login-refused': {
    what: '{destination} refuses the login.',
    now: 'Set the relay’s password or key again. Then everything leaves by itself.',
  },
  'login-missing': {
    what: '{destination} wants a login, and none is sent.',
    now: 'Set the relay again with user and password.',
  },
  'no-mechanism': {
    what: '{destination} offers no way to log in that Postfix can use, mostly because encryption is missing.',
    now: 'Try the relay on this page: the probe says which it is.',
  },
  'account-stopped': {
    what: '{destination} has stopped your account or its plan is used up.',
    now: 'Look into your account at the provider. What waits leaves when it is open again.',
  },
  tls: {
    what: 'No trusted encryption with {destination}.',
    now: 'If it is your relay, try it on this page. If it is one receiver, its server is set up wrongly: mail waits rather than travel in the clear.',
  },
  silent: {
    what: '{destination} takes the connection and says nothing.',
    now: 'If it is your relay on a port such as 465, set it again on this page: then Postfix is told that encryption begins at once there. Else wait: it is tried again.',
  },
  'not-reached': {
    what: '{destination} is not reached.',
    now: 'If it is your relay, something blocks the way: try it on this page. A receiver’s server may just be down; it is tried again.',
  },
  'name-not-found': {
    what: 'There is no such host as {destination} points to.',
    now: 'Look at the spelling. A wrong address never arrives: delete it and write again.',
  },
  'name-server': {
    what: 'The name server gives no answer about {destination}.',
    now: 'Nothing to do for some minutes. If it stays so, look at the server’s internet line and its resolver.',
  },
  'rate-limited': {
    what: '{destination} takes less than you send.',
    now: 'Nothing to do: it is tried again, slower.',
  },
  greylisted: {
    what: '{destination} lets strangers wait some minutes.',
    now: 'Nothing to do: it is tried again and then taken.',
  },
  'mailbox-full': {
    what: 'The mailbox at {destination} is full.',
    now: 'Nothing to do here: it is tried again for five days. You may tell the receiver by another way.',
  },
  'unknown-user': {
    what: '{destination} knows no such mailbox.',
    now: 'It will not arrive: delete it, and look at the address.',
  },
  'sender-refused': {
    what: '{destination} does not accept the sender’s address.',
    now: 'Verify the domain or the address at the relay. Forwarded mail has foreign senders: such a relay does not carry it.',
  },
  'not-authenticated': {
    what: '{destination} misses proof that the mail is yours (SPF, DKIM, DMARC).',
    now: 'Look at the page DNS: the records under “mail leaves”.',
  },
  blocked: {
    what: '{destination} does not trust the address that the mail comes from.',
    now: 'Home addresses are often refused: send by a relay. If it is the relay’s address, ask its provider.',
  },
  content: {
    what: '{destination} does not like what is in the message.',
    now: 'Look at the message: links, attachments, many receivers. Trying again rarely helps.',
  },
  'too-large': {
    what: 'The message is too large for {destination}.',
    now: 'It will not arrive: delete it and send the file by another way.',
  },
  'relaying-denied': {
    what: '{destination} does not carry mail for you or does not know the receiver’s domain.',
    now: 'Look at user and password of the relay, and at the spelling of the address.',
  },
  loops: {
    what: 'Mail for {destination} goes round in circles.',
    now: 'Look at aliases and forwardings: one points back.',
  },
  busy: {
    what: '{destination} has trouble of its own.',
    now: 'Nothing to do: it is tried again.',
  },
  here: {
    what: 'This server itself cannot go on with it.',
    now: 'Look at the page Server: a part of Mailu is down or its disk is full.',
  },
  held: {
    what: 'Put on hold: it is not tried.',
    now: 'Release it when it may leave.',
  },
  'not-tried': {
    what: 'Being sent right now.',
    now: 'Nothing to do.',
  },
  unknown: {
    what: '{destination} gives a reason that Postern does not know.',
    now: 'Read the reply. It is tried again by itself for five days.',
  },
}

export const relayQueue = {
  classes,
  unknown: 'What waits cannot be told: Postfix could not be asked.',
  incomplete: 'Only the first {shown} of {count} are listed.',
  lost: 'Deleting is for good: nobody is told, and there is no way back.',
} as const
