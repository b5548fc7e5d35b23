/** The diagnostics bundle: its own headings, and where it is shown. */
export const diagnostics = {
  title: 'Diagnostics',
  note: 'For a report of a fault: versions, settings, recent work, the end of the log.',
  ready: 'Nothing is gathered until you ask, and nothing is ever sent.',
  make: 'Show what it would hold',
  again: 'Show it anew',
  making: 'Gathering, and asking each server what it runs…',
  shownTitle: 'This is all of it',
  shownNote:
    'Names, addresses, hosts, keys and every word that is not Postern’s own were replaced, the same one by the same word: {n} in all. Read it, then save it. Nothing is sent.',
  textLabel: 'The bundle, as it would be saved',
  save: 'Save…',
  saved: 'Saved as {path}',
  saveTitle: 'Save the diagnostics',
  fileName: 'postern-diagnostics-{at}.txt',
  document: {
    title: 'Postern diagnostics',
    madeAt: 'made at',
    replaced:
      'Names, addresses, hosts, keys and other words were replaced, the same one by the same word.',
    versions: 'versions',
    settings: 'settings',
    keyring: 'keyring',
    servers: 'servers',
    contacts: 'hosts contacted',
    jobs: 'work',
    log: 'end of the log',
    nothing: 'nothing',
    notLooked: 'not looked at',
  },
} as const
