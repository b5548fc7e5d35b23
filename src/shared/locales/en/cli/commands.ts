/** What each command of the command line does; the keys are the words that are typed. */
export const commands = {
  'watch check': 'Check every function once, now. Fails when something does not work.',
  'watch run': 'Watch until Ctrl-C and say what is told, as it comes.',
  'watch status': 'Show whether mail works, as the running watch knows it.',
  'watch checks':
    'List the checks: what each contacts, how often, and how soon its failure is known.',
  'watch incidents': 'List what was out of order.',
  'watch incident': 'Show one incident with its story.',
  'watch history': 'Show how much of the watched time each function worked.',
  'watch export': 'Print the history: incidents and days as JSON, or the days as CSV.',
  'watch pause': 'Hold notes for a while; checks go on. Without a time: an hour.',
  'watch resume': 'Send notes again.',
  'watch test-notification': 'Send a test note by every way, or by one second way.',
  'watch channels': 'List the second ways for notes.',
  'watch channel set': 'Set up a webhook or an ntfy topic as a second way for notes.',
  'watch channel remove': 'Take out a second way for notes.',
  'servers add':
    'Add a server: connects, compares the host key, logs in, then remembers it. Nothing on the server changes.',
  'servers update': 'Change the address or the login of a server.',
  'servers list': 'List the servers.',
  'servers look': 'Look at a host before anybody logs in: its addresses and its key.',
  'servers ways': 'List the ways in that this computer has: SSH configuration, agent, keys.',
  'servers doctor': 'Check the connection step by step.',
  'servers commands': 'List everything that Postern may run on the server, and what it did run.',
  'servers remove':
    'Forget a server: record, secrets and host key. Nothing on the server changes, unless --clean says so.',
  'servers key show':
    'Show the line that lets Postern log in with a key of its own, and where it would go.',
  'servers key install': 'Add that line, prove that it works, and log in with it from then on.',
  'servers key remove': 'Take that line away again.',
  'servers export':
    'Write down servers for another computer: addresses and fingerprints, no secret.',
  'servers import': 'Take over servers that were written down on another computer.',
  'stack find': 'Look for Mailu on the server.',
  'stack status': 'Show the services and whether the settings are in force.',
  'stack up': 'Start what does not run.',
  'stack down': 'Stop Mailu and take its containers away. Mail that arrives waits at its senders.',
  'stack restart': 'Restart one service. It does not read changed settings: recreate does.',
  'stack recreate': 'Recreate the services named, or all: changed settings come into force.',
  'stack pull':
    'Download newer images. Nothing is restarted; says what the next recreate would start.',
  'stack env get': 'Show the settings of Mailu. Secrets are not shown.',
  'stack env set':
    'Change settings as one transaction: validated, written, checked, and undone by the server itself when something stops working.',
  'stack env edit': 'Edit a settings file of this computer; the result goes to stdout.',
  'stack env history': 'List the kept copies of the settings.',
  'stack env rollback': 'Bring back a kept copy, as a transaction of its own.',
  'stack logs': 'Show the logs of the services named, or of all. Secrets are masked.',
  'relay providers': 'List the relay providers and what each asks for.',
  'relay probe': 'Try a relay from inside the smtp container, up to the login. Nothing is sent.',
  'relay set': 'Send through this relay: probed first, then changed as a transaction.',
  'relay status': 'Show how mail leaves: login, last delivery, what waits, last refusal.',
  'jobs list': 'List running and past work.',
  'jobs cancel': 'Cancel a piece of work.',
  'settings get': 'Show the preferences.',
  'settings set': 'Change preferences.',
  'settings keyring': 'Show how secrets are kept on this computer.',
  contacts:
    'List every host that Postern contacted, and every one that it asked a server to contact.',
  diagnostics:
    'Show a bundle for a report of a fault; names, addresses and keys are replaced. Nothing is sent.',
  info: 'Show the version and where the data lies.',
} as const
