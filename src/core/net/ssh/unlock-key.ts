/** Opens a locked private key in a worker. */
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { z } from '../../../shared/zod.ts'
import { callWorker } from '../../jobs/worker-call.ts'

const Unlocked = z.union([z.object({ key: z.string() }), z.object({ refused: z.string() })])

/**
 * The text of the key, unlocked, as a `Secret` that the SSH library reads.
 * @throws AppError `key-passphrase-wrong`, `key-not-readable`
 */
export async function unlockKey(
  entry: URL,
  locked: { readonly file: string; readonly key: string; readonly passphrase: Secret },
  signal: AbortSignal,
): Promise<Secret> {
  const input = { key: locked.key, passphrase: locked.passphrase.reveal() }
  const answer = Unlocked.parse(await callWorker(entry, input, { signal, timeoutMs: 60_000 }))
  if ('key' in answer) return new Secret(answer.key)
  const { file } = locked
  if (/passphrase|integrity|decrypt/i.test(answer.refused)) {
    throw new AppError('key-passphrase-wrong', { file })
  }
  throw new AppError('key-not-readable', { file, reason: answer.refused })
}
