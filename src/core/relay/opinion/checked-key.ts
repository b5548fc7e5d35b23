/** A key as the person gave it, fit to be given on. */
import { AppError } from '../../../shared/errors.ts'
import type { KeyPlace } from '../../../shared/model/provider-api.ts'
import { Secret } from '../../../shared/secret.ts'
import { halvesOf } from './give-key.ts'

/** Whether it has two halves, with a colon between them. */
export const isPair = (place: KeyPlace): boolean => place.in === 'pair' || place.in === 'signature'

/**
 * Without the blanks of a careless copy.
 * @throws AppError `relay-key-shape` for what no header carries, and where a half is missing
 */
export function checkedKey(key: Secret, place: KeyPlace, provider: string): Secret {
  const clean = new Secret(key.reveal().trim())
  const { id, secret } = halvesOf(clean)
  const isPlain = /^[\x21-\x7e]+$/.test(clean.reveal())
  if (isPlain && (!isPair(place) || (id !== '' && secret.reveal() !== ''))) return clean
  throw new AppError('relay-key-shape', { provider })
}
