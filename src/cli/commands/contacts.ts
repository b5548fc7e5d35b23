/** `postern contacts`: every host that was contacted from here, or by a server on request. */
import { settingsContract } from '../../shared/contract/settings.ts'
import { en } from '../../shared/locales/en/index.ts'
import { defineCommand } from '../parse/command.ts'
import { dateWords } from '../show/measures.ts'
import { table } from '../show/table.ts'

const titles = en.cli.columns

export const contactsCommands = [
  defineCommand({
    path: 'contacts',
    output: settingsContract['settings.contacts'].output,
    run: ({ ask }) => ask('settings.contacts', undefined),
    show: contacts =>
      table(
        contacts,
        [
          { title: titles.contact, of: row => `${row.host}:${row.port}` },
          { title: titles.spoken, of: row => en.contacts.protocol[row.protocol] },
          { title: titles.vantage, of: row => en.contacts.from[row.from] },
          { title: titles.through, of: row => row.via },
          { title: titles.addresses, of: row => row.addresses.join(', ') },
          { title: titles.times, of: row => row.times },
          { title: titles.first, of: row => dateWords(row.firstAt) },
          { title: titles.last, of: row => dateWords(row.lastAt) },
        ],
        en.cli.nothing.contacts,
      ),
  }),
] as const
