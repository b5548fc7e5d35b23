/** Answers about preferences and about how secrets are kept. */
import type { Handlers } from '../../shared/contract/define.ts'
import type { SecretBoxState, Settings, settingsContract } from '../../shared/contract/settings.ts'
import type { SecretBox } from '../platform.ts'
import type { SecretStore } from '../store/secret-store.ts'
import type { ContactList } from './contacts.ts'
import type { DiagnosticsMaker } from './diagnostics/create-diagnostics.ts'
import type { SettingsStore } from './settings.ts'

const stateOf = (box: SecretBox): SecretBoxState => ({
  kind: box.kind,
  detail: box.detail,
  canConsentToPlain: box.consentToPlain !== undefined,
})

/** Handlers of `settings.*`; `changed` is told each new state. */
export const createSettingsHandlers = (deps: {
  readonly settings: SettingsStore
  readonly secrets: SecretStore
  readonly contacts: ContactList
  readonly diagnostics: DiagnosticsMaker
  readonly changed: (settings: Settings) => void
}): Handlers<typeof settingsContract> => ({
  'settings.get': async () => deps.settings.get(),
  'settings.set': async patch => {
    const settings = deps.settings.set(patch)
    deps.changed(settings)
    return settings
  },
  'settings.keyring': async () => stateOf(deps.secrets.box),
  'settings.contacts': async () => deps.contacts.list(),
  'settings.diagnostics': async ({ look }, { signal }) => deps.diagnostics.make(look, signal),
  'settings.saveDiagnostics': async ({ id }, context) => deps.diagnostics.save(id, context),
  'settings.consentToPlain': async () => {
    const next = await deps.secrets.box.consentToPlain?.()
    if (next) deps.secrets.useBox(next)
    return stateOf(deps.secrets.box)
  },
})
