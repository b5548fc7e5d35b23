import type { relayErrors } from '../../../errors/relay.ts'
import type { ErrorTexts } from './texts.ts'

export const relay: ErrorTexts<typeof relayErrors> = {
  'relay-provider-not-found': {
    what: 'Postern knows no provider called “{provider}”.',
    why: 'The list has: {known}.',
    now: 'Choose one of these, or “generic” for any other.',
    mail: 'none',
  },
  'relay-probe-failed': {
    what: 'The relay was tried and not taken into use: {verdict}.',
    why: 'It said: {reply}',
    now: 'Correct what is named and try again. Your settings are as they were.',
    mail: 'none',
  },
  'relay-field-missing': {
    what: '{provider} needs the field “{field}”.',
    why: 'Without it the relay cannot be reached or does not let you in.',
    now: 'Fill it in.',
    mail: 'none',
  },
}
