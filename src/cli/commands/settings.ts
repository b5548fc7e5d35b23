/** `postern settings …`: preferences, and how secrets rest on this computer. */
import { Settings, settingsContract } from '../../shared/contract/settings.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { defineCommand } from '../parse/command.ts'
import { UsageError } from '../parse/usage-error.ts'
import { facts } from '../show/table.ts'

const contract = settingsContract
const settingsText = (settings: Settings): string =>
  facts(Object.entries(settings).map(([name, value]) => [name, String(value)]))

/** Switches are written as words. */
const valueOf = (text: string): string | boolean =>
  text === 'true' || text === 'false' ? text === 'true' : text

/** `theme=dark` and the like; the contract judges the values. */
function pairs(words: readonly string[]): Record<string, string | boolean> {
  return Object.fromEntries(
    words.map(word => {
      const at = word.indexOf('=')
      const name = at > 0 ? word.slice(0, at) : ''
      if (name === '' || !Object.hasOwn(Settings.shape, name)) {
        const known = Object.keys(Settings.shape).join(', ')
        throw new UsageError(fill(en.cli.usage.notASetting, { word, known }), 'settings set')
      }
      return [name, valueOf(word.slice(at + 1))] as const
    }),
  )
}

export const settingsCommands = [
  defineCommand({
    path: 'settings get',
    output: contract['settings.get'].output,
    run: ({ ask }) => ask('settings.get', undefined),
    show: settingsText,
  }),
  defineCommand({
    path: 'settings set',
    arguments: [{ name: 'NAME=VALUE', isRequired: true, isMany: true }],
    output: contract['settings.set'].output,
    run: ({ ask, words }) => ask('settings.set', pairs(words.all)),
    show: settingsText,
  }),
  defineCommand({
    path: 'settings keyring',
    output: contract['settings.keyring'].output,
    run: ({ ask }) => ask('settings.keyring', undefined),
    show: box =>
      facts([
        [en.cli.columns.way, en.cli.box[box.kind]],
        [en.cli.columns.what, box.detail],
      ]),
  }),
] as const
