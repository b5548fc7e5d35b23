/** What a proof is asked to do, and with what. */
import type { Secret } from '../../../shared/secret.ts'
import type { MailboxAddress } from '../../net/imap/mailbox-elsewhere.ts'
import type { ProofTools, RelayDeps } from '../relay-deps.ts'

export type ProofDeps = Pick<RelayDeps, 'open' | 'clock'> & ProofTools

export interface ProofOrder {
  readonly from: { readonly address: string; readonly password: Secret }
  readonly mailbox: MailboxAddress & { readonly address: string }
}
