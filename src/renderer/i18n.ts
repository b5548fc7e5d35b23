/** All visible text, through one catalogue. */
import { createI18n } from 'vue-i18n'
import { en } from '../shared/locales/en/index.ts'

const {
  activity,
  common,
  contacts,
  desktop,
  diagnostics,
  overview,
  start,
  server,
  servers,
  sending,
  settings,
  watch,
} = en

export const createTexts = () =>
  createI18n({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    missingWarn: true,
    messages: {
      en: {
        activity,
        common,
        contacts,
        desktop,
        diagnostics,
        overview,
        start,
        server,
        servers,
        sending,
        settings,
        watch,
      },
    },
  })
