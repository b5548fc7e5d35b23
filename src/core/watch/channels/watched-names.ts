/** The names that break together with a server: its address, and its mail's host names and domains. */
import { isAppError } from '../../../shared/errors.ts'
import type { Watched } from './check-address.ts'

const keys = ['DOMAIN', 'HOSTNAMES', 'WEBSITE'] as const
const patienceMs = 15_000

const namesIn = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map(word => word.replace(/^https?:\/\//, '').replace(/[:/].*$/, ''))
    .filter(word => word !== '')

/** A server that cannot be asked now is known by its address alone. */
export async function watchedNames(
  servers: readonly { readonly id: string; readonly name: string; readonly host: string }[],
  envValues: (
    where: { readonly server: string },
    keys: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string>>,
  signal: AbortSignal,
): Promise<Watched[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  return Promise.all(
    servers.map(async ({ id, name, host }) => {
      try {
        const values = await envValues({ server: id }, keys, limited)
        return { server: name, names: [host, ...[...values.values()].flatMap(namesIn)] }
      } catch (error) {
        signal.throwIfAborted()
        if (!isAppError(error) && !limited.aborted) throw error
        return { server: name, names: [host] }
      }
    }),
  )
}
