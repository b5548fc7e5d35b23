/** The addresses behind a host name, as this computer's resolver tells them. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { announceLookup } from '../contacts.ts'

/** All of them, or none where the name has none or the resolver does not answer. */
export async function addressesOf(host: string): Promise<string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0) return [bare]
  announceLookup()
  try {
    return (await lookup(bare, { all: true })).map(({ address }) => address)
  } catch {
    return []
  }
}
