/** The form of a proof, and what of it is asked for. */
import type { InputOf, OutputOf } from '../../../../shared/contract/define.ts'
import type { AppContract } from '../../../../shared/contract/index.ts'

export interface ProofForm {
  from: string
  fromPassword: string
  host: string
  user: string
  mailboxPassword: string
  keep: boolean
}
type Kept = OutputOf<AppContract['relay.proofKept']>

export const emptyProofForm = (): ProofForm => ({
  from: '',
  fromPassword: '',
  host: '',
  user: '',
  mailboxPassword: '',
  keep: false,
})

/** What is still to be filled in; a password that is kept need not be typed again. */
export function missingOf(form: ProofForm, kept: Kept | undefined): readonly (keyof ProofForm)[] {
  const wanted: (keyof ProofForm)[] = ['from', 'host', 'user']
  if (kept?.from === undefined || kept.from !== form.from) wanted.push('fromPassword')
  if (kept?.mailbox?.user !== form.user || kept.mailbox.host !== form.host)
    wanted.push('mailboxPassword')
  return wanted.filter(key => form[key] === '')
}

/** Without a password the kept one is used. */
export function inputOf(
  where: { readonly server: string; readonly project: string },
  form: ProofForm,
): InputOf<AppContract['relay.prove']> {
  const { from, fromPassword, host, user, mailboxPassword, keep } = form
  return {
    ...where,
    ...(fromPassword !== '' && { from: { address: from.trim(), password: fromPassword } }),
    ...(mailboxPassword !== '' && {
      mailbox: { host: host.trim(), user: user.trim(), password: mailboxPassword },
    }),
    ...(keep && { keep }),
  }
}
