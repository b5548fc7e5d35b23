/** Worker: opens a private key that a passphrase locks. bcrypt takes a third of a second on purpose, which no window should feel. */
import { createPrivateKey } from 'node:crypto'
import ssh2 from 'ssh2'
import { serveWorker } from '../../../jobs/worker-call.ts'
import { composeEd25519 } from '../compose-ed25519.ts'

interface Locked {
  readonly key: string
  readonly passphrase: string
}

/** A result, not an error: which failure it is, the caller tells by the text of the library. */
type Unlocked = { readonly key: string } | { readonly refused: string }

function unlock({ key, passphrase }: Locked): Unlocked {
  const parsed = ssh2.utils.parseKey(key, passphrase)
  if (parsed instanceof Error) return { refused: parsed.message }
  const pem = parsed.getPrivatePEM()
  if (parsed.type !== 'ssh-ed25519') return { key: pem }
  const { d, x } = createPrivateKey(pem).export({ format: 'jwk' })
  return { key: composeEd25519(Buffer.from(d!, 'base64url'), Buffer.from(x!, 'base64url')) }
}

serveWorker(async input => unlock(input as Locked)) // sent by unlock-key.ts alone
