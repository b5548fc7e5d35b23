import { z } from '../zod.ts'
import { command, event, query } from './define.ts'

/** What a person may choose; every value has its default here and nowhere else. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  contrast: z.enum(['system', 'more']).default('system'),
  /** First run: the step that comes next, or `done`. */
  firstRun: z.enum(['find', 'look', 'send', 'done']).default('find'),
  /** The server that the window shows. */
  currentServer: z.string().optional(),
})
export type Settings = z.infer<typeof Settings>

/** How secrets rest on this computer. `memory`: nothing protects them here, so they live until the app ends unless the person agrees to less. */
export const SecretBoxState = z.object({
  kind: z.enum(['system', 'key-file', 'memory']),
  detail: z.string(),
  canConsentToPlain: z.boolean(),
})
export type SecretBoxState = z.infer<typeof SecretBoxState>

export const settingsContract = {
  'settings.get': query(z.void(), Settings),
  'settings.set': command(Settings.partial(), Settings),
  'settings.changed': event(Settings),
  'settings.keyring': query(z.void(), SecretBoxState),
  'settings.consentToPlain': command(z.object({ agreed: z.literal(true) }), SecretBoxState),
} as const
