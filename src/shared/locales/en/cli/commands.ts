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
  'archive accounts': 'List the mailboxes that are kept on this computer.',
  'archive add':
    'Keep a mailbox on this computer: logs in once, reads nothing, then remembers it. Back it up by archive run.',
  'archive remove': 'Stop keeping a mailbox, and forget its password. Its archive stays.',
  'archive run':
    'Bring the archives up to date with their mailboxes, of the accounts named or of all. Nothing on the server changes.',
  'archive status': 'Show what is kept of a mailbox, folder by folder. Asks no server.',
  'archive verify': 'Read every kept message and compare its hash. Fails when one is damaged.',
  'archive rebuild':
    'Make the catalogue of an archive anew from its segments and journal, then check every message.',
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
  'dns domains': 'List the mail domains of the server.',
  'dns hosts': 'List the DNS hosts whose forms Postern knows.',
  'dns plan':
    'Show the records that a domain needs, as a table, in the fields of a DNS host, or for another tool.',
  'dns check': 'Compare the records with the DNS. Fails when one is wrong or missing.',
  'dns watch': 'Look again until every record is right, or until Ctrl-C.',
  'relay providers': 'List the relay providers and what each asks for.',
  'relay probe':
    'Try a relay from inside the smtp container, up to the name of a sender. Nothing is sent.',
  'relay plan': 'Show what setting this relay would change. The relay is not asked.',
  'relay set': 'Send through this relay: probed first, then changed as a transaction.',
  'relay status': 'Show how mail leaves: login, last delivery, what waits, last refusal.',
  'relay prove':
    'Prove that mail leaves and arrives: send one, read it elsewhere, take it away again.',
  'relay opinion':
    'Show what the relay’s provider says of your domain and of the month: asked from this computer, with the key that is kept or the one given here for once.',
  'relay key set':
    'Keep a key for the provider of the relay in use, and ask it. The key comes from stdin unless an option names another source.',
  'relay key forget': 'Forget the key for the provider of the relay in use.',
  'relay proofs': 'Show how the last proofs ended; with --every, make one by itself so often.',
  'relay queue': 'Show what waits, grouped by reason and destination, and what to do about it.',
  'relay queue retry': 'Try waiting messages again now: those named, or all.',
  'relay queue hold': 'Put the named messages on hold: they stay, untried.',
  'relay queue release': 'Release the named messages from hold.',
  'relay queue delete': 'Show the named messages; with --yes delete them for good.',
  'jobs list': 'List running and past work.',
  'jobs cancel': 'Cancel a piece of work.',
  'settings get': 'Show the preferences.',
  'settings set': 'Change preferences.',
  'settings keyring': 'Show how secrets are kept on this computer.',
  'demo add': 'Add the demo server, which lives in memory: for trying everything out.',
  'demo status': 'Show what goes wrong on the demo server.',
  'demo break': 'Make something go wrong on the demo server.',
  'demo mend': 'Make all well again on the demo server.',
  contacts:
    'List every host that Postern contacted, and every one that it asked a server to contact.',
  diagnostics:
    'Show a bundle for a report of a fault; names, addresses and keys are replaced. Nothing is sent.',
  info: 'Show the version and where the data lies.',
} as const
