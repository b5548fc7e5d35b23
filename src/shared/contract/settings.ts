import { Contact } from '../model/contact.ts'
import { z } from '../zod.ts'
import { command, event, query } from './define.ts'

const choices = {
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'more']),
  /** First run: the step that comes next, or `done`. */
  firstRun: z.enum(['find', 'look', 'send', 'done']),
  /** The server that the window shows. */
  currentServer: z.string(),
  /** What closing the window does; `ask` until the person has said it once. */
  whenClosed: z.enum(['ask', 'keep-running', 'quit']),
  /** Start in the background with the login. */
  startAtLogin: z.boolean(),
}

/** What a person may choose; every value has its default here and nowhere else. */
export const Settings = z.object({
  theme: choices.theme.default('system'),
  contrast: choices.contrast.default('system'),
  firstRun: choices.firstRun.default('find'),
  currentServer: choices.currentServer.optional(),
  whenClosed: choices.whenClosed.default('ask'),
  startAtLogin: choices.startAtLogin.default(false),
})
export type Settings = z.infer<typeof Settings>

// Not `Settings.partial()`: a default inside an optional would reset what is not named.
const SettingsPatch = z.object(choices).partial()

/** How secrets rest on this computer. `memory`: nothing protects them here, so they live until the app ends unless the person agrees to less. */
export const SecretBoxState = z.object({
  kind: z.enum(['system', 'key-file', 'memory']),
  detail: z.string(),
  canConsentToPlain: z.boolean(),
})
export type SecretBoxState = z.infer<typeof SecretBoxState>

export const settingsContract = {
  'settings.get': query(z.void(), Settings),
  'settings.set': command(SettingsPatch, Settings),
  'settings.changed': event(Settings),
  'settings.keyring': query(z.void(), SecretBoxState),
  /** Every host that was contacted, latest first. */
  'settings.contacts': query(z.void(), z.array(Contact)),
  'settings.consentToPlain': command(z.object({ agreed: z.literal(true) }), SecretBoxState),
} as const
