/** The words of every failure. */
import type { ErrorCode } from '../../../errors.ts'
import { archive } from './archive.ts'
import { core } from './core.ts'
import { dns } from './dns.ts'
import { mailbox } from './mailbox.ts'
import { relay } from './relay.ts'
import { servers } from './servers.ts'
import { stack } from './stack.ts'
import type { ErrorText } from './texts.ts'
import { watch } from './watch.ts'

export const errors: Readonly<Record<ErrorCode, ErrorText>> = {
  ...core,
  ...servers,
  ...stack,
  ...relay,
  ...dns,
  ...watch,
  ...mailbox,
  ...archive,
}

/** Whether mail is lost, in words. */
export const mailFate: Readonly<Record<ErrorText['mail'], string>> = {
  none: 'No mail is lost.',
  waits: 'No mail is lost: it waits and arrives later.',
  may: 'Some mail may be lost.',
}
