/** Whose name a probe gives to the relay. */
import { domainToASCII } from 'node:url'
import { isAppError } from '../../shared/errors.ts'
import type { RelayDeps, RelayStack, Where } from './relay-deps.ts'

const keys = ['DOMAIN', 'POSTMASTER'] as const

const local = /^[\w.+-]{1,64}$/
const domainName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

/**
 * The postmaster at the main mail domain. Mail of people leaves under the same domain, and so does forwarded mail, whose sender Mailu
 * rewrites to `SRS0=…@DOMAIN` (`mailu.md` 1.5). Empty where the settings name no domain.
 */
export function senderAddress(get: (key: (typeof keys)[number]) => string | undefined): string {
  const domain = domainToASCII((get('DOMAIN') ?? '').trim()).toLowerCase()
  if (!domainName.test(domain)) return ''
  const name = (get('POSTMASTER') ?? '').trim()
  return `${local.test(name) ? name : 'postmaster'}@${domain}`
}

/** By the settings of the smtp container, or the file's where there is none. @throws AppError of the connection; `cancelled` */
export async function senderOf(
  deps: Pick<RelayDeps, 'envValues'>,
  at: RelayStack,
  where: Where,
  signal: AbortSignal,
): Promise<string> {
  const env = at.smtp?.env
  if (env?.['DOMAIN'] !== undefined) return senderAddress(key => env[key])
  try {
    const values = await deps.envValues({ ...where, project: at.project }, keys, signal)
    return senderAddress(key => values.get(key))
  } catch (error) {
    const isFile =
      isAppError(error, 'env-file-not-found') || isAppError(error, 'env-file-not-readable')
    if (isFile) return ''
    throw error
  }
}
