import { Contact } from '../model/contact.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'

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
  /** Whether the app watches at all. */
  watch: z.enum(['on', 'off']),
  /** Minutes between the checks of a function; all other intervals keep their proportion. */
  watchEvery: z.enum(['1', '2', '5', '10', '15', '30']),
  /** What is told, here and by the second ways. */
  notes: z.enum(['all', 'outages', 'off']),
  /** Local hours in which only an outage is told, for example 22:00-07:00; the rest waits for their end. */
  quietHours: z.string().regex(/^(off|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/),
  /** In the form of which DNS host the records are copied; empty: as in a zone file. */
  dnsHost: z.string().max(64),
}

/** What a person may choose; every value has its default here and nowhere else. */
export const Settings = z.object({
  theme: choices.theme.default('system'),
  contrast: choices.contrast.default('system'),
  firstRun: choices.firstRun.default('find'),
  currentServer: choices.currentServer.optional(),
  whenClosed: choices.whenClosed.default('ask'),
  startAtLogin: choices.startAtLogin.default(false),
  watch: choices.watch.default('on'),
  watchEvery: choices.watchEvery.default('5'),
  notes: choices.notes.default('all'),
  quietHours: choices.quietHours.default('22:00-07:00'),
  dnsHost: choices.dnsHost.default(''),
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

/** A diagnostics bundle as it is shown: `text` is all of it. */
export const Diagnostics = z.object({
  id: z.string(),
  madeAt: z.iso.datetime(),
  text: z.string(),
  /** How many different names, addresses and words were replaced. */
  replaced: z.number().int(),
})
export type Diagnostics = z.infer<typeof Diagnostics>

/** Without a path the person thought better of it. */
export const SavedDiagnostics = z.object({
  path: z.string().optional(),
  sizeBytes: z.number().int(),
})
export type SavedDiagnostics = z.infer<typeof SavedDiagnostics>

export const settingsContract = {
  'settings.get': query(z.void(), Settings),
  'settings.set': command(SettingsPatch, Settings),
  'settings.changed': event(Settings),
  'settings.keyring': query(z.void(), SecretBoxState),
  /** Every host that was contacted, latest first. */
  'settings.contacts': query(z.void(), z.array(Contact)),
  /** Gathers and cleans; nothing is written or sent. `look`: each server is asked what it runs. */
  'settings.diagnostics': query(z.object({ look: z.boolean() }), Diagnostics),
  /** Saves the bundle that was shown last, to where the person says. */
  'settings.saveDiagnostics': job(z.object({ id: z.string() }), SavedDiagnostics),
  'settings.consentToPlain': command(z.object({ agreed: z.literal(true) }), SecretBoxState),
} as const
