/** All visible text, through one catalogue. */
import { createI18n } from 'vue-i18n'
import { en } from '../shared/locales/en/index.ts'

/** What the window says; the rest of the catalogue belongs to the core, the tray and the command line. */
const parts = [
  'activity',
  'common',
  'contacts',
  'demo',
  'desktop',
  'diagnostics',
  'overview',
  'start',
  'server',
  'servers',
  'dnsPage',
  'sending',
  'settings',
  'watch',
] as const
type WindowTexts = Pick<typeof en, (typeof parts)[number]>

export const createTexts = () =>
  createI18n({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    missingWarn: true,
    // just those parts, by the list above
    messages: { en: Object.fromEntries(parts.map(part => [part, en[part]])) as WindowTexts },
  })
