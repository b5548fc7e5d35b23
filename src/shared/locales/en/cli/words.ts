/** Headings, states and sentences of the command line. */
export const help = {
  usage: 'postern {path}COMMAND [options]',
  about: 'Postern, the companion of a self-hosted Mailu mail server.',
  more: 'postern COMMAND --help explains a command.',
  exits:
    'Exit codes: 0 done, 1 failed as explained, 2 not understood, 3 fault in Postern, 130 cancelled.',
} as const

export const usage = {
  notATime: '“{value}” is not a time. Write it as 2026-11-23T07:00:00Z.',
  why: 'The words after postern were not understood.',
  now: 'Type {help} for help.',
  nothing: 'Say what to do.',
  proofParts:
    'Give --from with its password, and --mailbox-host, --mailbox-user and their password, each as a whole; or neither, to use what is kept.',
  moreWanted: '“{typed}” wants one more word.',
  unknownCommand: 'There is no command “{typed}”.',
  unknownOption: '“{command}” has no option {option}.',
  valueMissing: '{option} wants a value.',
  noValueWanted: '{option} takes no value.',
  givenTwice: '{option} is given twice.',
  argumentMissing: '{argument} is missing.',
  optionMissing: '{option} is missing.',
  tooMany: '“{word}” is one word too many.',
  notANumber: '{option} wants a whole number, not “{value}”.',
  notValid: 'This is not valid ({where}): {issue}.',
  notAPair: '“{word}” is not KEY=VALUE.',
  notASetting: '“{word}” is not one of the preferences ({known}) with its value.',
  noEdits: 'Say which setting to change: KEY=VALUE or --unset KEY.',
  oneOf: '{option} takes one of {choices}.',
} as const

export const failure = { why: 'Why:', now: 'Now:', mail: 'Mail:', trail: 'Trail:' } as const

export const progress = {
  queued: 'waiting for other work on this server',
  cancelling: 'stopping safely',
  interrupted: 'Stopping safely. Press Ctrl-C again to leave at once.',
} as const

export const secrets = {
  prompt: '{what}: ',
  stdinEmpty: 'stdin has nothing for {what}.',
  twoSources: 'Give only one source for {what}.',
  variableEmpty: 'The environment variable {variable} is not set.',
  isSet: '(secret, set)',
  isEmpty: '(secret, empty)',
  names: {
    password: 'Password',
    passphrase: 'Passphrase',
    'sudo-password': 'Password for sudo',
    'mailbox-password': 'Password of the mailbox elsewhere',
    key: 'Key',
  },
} as const

export const yes = 'yes'
export const no = 'no'

export const nothing = {
  contacts: 'Nobody was contacted yet.',
  accounts:
    'No mailbox is kept yet. Keep one: postern archive add NAME --host H --user U --password-stdin',
  folders: 'This mailbox has no folder.',
  incidents: 'Nothing was out of order.',
  channels: 'No second way is set up. A note reaches this computer only.',
  checks: 'Nothing is checked yet.',
  servers: 'No server is here yet. Add one: postern servers add NAME --host H',
  ways: 'No SSH configuration, agent or key was found.',
  mailu: 'No Mailu was found on this server.',
  services: 'No service.',
  keys: 'No such setting in the file.',
  copies: 'No copy is kept yet.',
  steps: 'Nothing was checked.',
  proofs: 'No proof was made yet.',
  relay: 'none: mail leaves directly',
  waiting: 'Nothing waits.',
  jobs: 'No work is running and none has run lately.',
} as const

export const done = {
  cleaned: 'Taken away, and forgotten here. Mail goes on as before.',
  removed: 'Forgotten. Nothing on the server was changed.',
  recreated: 'Recreated: {services}.',
  pulled: 'Nothing newer: the next recreate starts what runs now.',
  usable: 'This relay can be used.',
  notUsable: 'This relay cannot be used like this.',
} as const

/** What taking a relay into use changes beside the settings. */
export const relayPlan = {
  added: '{path}: one line more, “{line}”. Your own lines stay as they are.',
  'taken-out': '{path}: Postern’s line “{line}” goes. Your own lines stay as they are.',
  stays: '{path}: nothing; “{line}” is there already.',
  why: 'On this port encryption begins before the first word, and Postfix has to be told so.',
  all: 'It then holds for all mail that leaves this server, also for what does not go through the relay.',
  ownWay:
    '{name} ({by}) does not go through the relay: its server must speak TLS at once as well, or its mail will wait.',
  by: { 'transport-map': 'in transport.map', 'relayed-domain': 'a relayed domain' },
} as const

export const encryption = {
  starttls: 'asked for with STARTTLS',
  implicit: 'from the first word (smtp_tls_wrappermode)',
} as const

export const measures = {
  free: '{free} free of {size} ({path})',
  seconds: '{seconds} s',
  oldest: '{count}, the oldest since {oldest}',
} as const

export const verdict = {
  right: 'right',
  differs: 'works, differs',
  wrong: 'wrong',
  missing: 'missing',
  unknown: 'cannot tell',
  'not-needed': 'not needed',
  'not-tried': 'not tried',
} as const

export const trust = {
  known: 'known',
  unknown: 'new here: compare the fingerprint on the server itself',
  changed: 'CHANGED: not the recorded key. Do not go on before you know why',
} as const

export const unreached = 'Kept as you wrote it, but nobody has answered there yet.'

export const clean = {
  again: 'Nothing was taken away. Repeat with --yes to take away this list and forget the server.',
  nothing: 'Nothing of Postern’s was found on the server.',
  busy: 'A change of settings is on trial in {dir}.',
  key: 'The line of Postern’s own key in {file}',
} as const

export const key = {
  there: 'the line is there',
  notThere: 'would be added at the end',
  installed: 'Postern logs in with a key of its own now.',
  removed: 'Postern’s own key is taken away.',
} as const

export const imported = {
  added: '{name} is taken over.',
  'already-here': '{name} is here already and stays as it is.',
} as const

export const importNotes = {
  renamed: 'It has a number, because its name was taken.',
  'address-in-place-of-alias':
    'Your SSH configuration here does not know its name, so its address is used.',
  'key-file-missing': 'Its key file is not on this computer.',
  'key-differs':
    'known_hosts of this computer says another fingerprint. Compare before you connect.',
} as const

export const wayTo =
  'this is a host on the way to {host}. Compare its key first, then look again with --accept-host-key.'

export const outcome = {
  connected: 'connected',
  refused: 'refused',
  'timed-out': 'no answer',
  unreachable: 'no way there',
  'not-tried': 'not tried',
} as const

export const ways = {
  configuration: 'SSH configuration',
  agent: 'Agent',
  key: 'Key file',
  lockedKey: 'Key file with passphrase',
} as const

export const remote = {
  reads: 'reads',
  changes: 'changes',
  root: ', as root if needed',
  runs: 'run so often:',
} as const

export const engine = {
  docker: 'Docker',
  podman: 'Podman',
  kubernetes: 'Kubernetes',
  none: 'none',
} as const

export const fileAccess = {
  direct: 'readable and writable',
  sudo: 'through sudo',
  'sudo-needs-login': 'through sudo, once its password is given',
  none: 'not readable',
} as const

export const canChange = { yes: 'yes', but: 'yes, but {reason}', no: 'no: {reason}' } as const

export const serviceState = {
  running: 'runs',
  starting: 'starting',
  unhealthy: 'runs, but is not well',
  restarting: 'restarts again and again',
  stopped: 'stopped',
  failed: 'ended with an error',
  paused: 'paused',
  missing: 'missing',
  unknown: 'cannot tell',
} as const

export const pending = {
  armed: 'by {who}; the server undoes it at {until} unless it is confirmed',
  'rolled-back': 'by {who}; undone by the server',
  'left-alone': 'by {who}; left as it is, because the file was changed meanwhile',
} as const

export const transaction = {
  committed: 'Changed: {path}',
  'rolled-back': 'Undone: {path} is as it was, byte for byte.',
  'nothing-to-do': 'Nothing to do: {path} says so already.',
  'left-alone': 'Left alone: {path} was changed by someone else meanwhile.',
} as const

export const works = {
  works: 'works',
  broken: 'broken',
  unknown: 'cannot tell',
  'not-run': 'not run',
} as const

export const preview = {
  noChange: 'No line changes.',
  recreate: 'Would recreate {services}; about {seconds} s.',
  noRecreate: 'No service would be recreated.',
  notAccepted: 'Compose on the server does not take it',
} as const

export const problem = {
  whole: '{severity}: {words}',
  inLine: 'Line {line}, {severity}: {words}',
  error: 'error',
  warning: 'warning',
} as const

export const vantage = {
  'smtp-container': 'inside the smtp container',
  server: 'the server',
} as const

export const jobStatus = {
  queued: 'waits',
  running: 'runs',
  cancelling: 'is being stopped',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
} as const

export const box = {
  system: 'System keyring',
  'key-file': 'Key file',
  memory: 'Memory only',
} as const

export const runtime = {
  old: 'Postern’s command line needs Node 22.13 or newer; this is {version}.',
} as const

/** The checks of a change, by the ids that its result gives. */
export const checks = {
  smtp: 'Postfix greets',
  imap: 'Dovecot greets',
  admin: 'admin answers',
  front: 'port 25 greets',
  imaps: 'port 993 greets',
  receive: 'mail is taken in',
  'relay-login': 'login at the relay',
  received: 'containers have the new values',
} as const

export const watch = {
  within: 'within {minutes} min',
  paused: 'Notes are held until {until}.',
  own: 'during a change of yours',
} as const
