/** The demo server: the offer on first run, and the strip above every page while it is the one shown. */
import type { DemoFault } from '../../model/demo.ts'

const faults: Readonly<Record<DemoFault, string>> = {
  'smtp-stopped': 'The mail system stopped',
  'imap-silent': 'Mailboxes hang',
  'relay-refuses': 'The relay refuses the login',
  'certificate-expired': 'The certificate has run out',
  'disk-full': 'The disk is full',
  unreachable: 'The server cannot be reached',
  'key-changed': 'Another machine answers in its place',
}

export const demo = {
  offer: 'No server at hand?',
  offerNote:
    'A demo server lives in this computer’s memory. Every screen works with it, and nothing leaves this computer.',
  try: 'Try it with a demo server',
  strip: 'This is the demo server.',
  stripNote: 'Nothing leaves this computer.',
  fault: 'What goes wrong on it',
  none: 'Nothing',
  faults,
  added: '“{name}” is here: a server in memory.',
  isFine: 'Nothing goes wrong on the demo server.',
  goesWrong: 'On the demo server: {fault}.',
} as const
