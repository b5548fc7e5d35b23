/** Whether a second channel may have this address: encrypted, and not on what it is to tell of (row N6h). */
import { AppError } from '../../../shared/errors.ts'
import type { ChannelKind } from '../../../shared/model/watch.ts'

/** What breaks together with a watched server. */
export interface Watched {
  readonly server: string
  /** Its host name, its mail host names, its mail domains. */
  readonly names: readonly string[]
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const isUnder = (host: string, name: string): boolean => host === name || host.endsWith(`.${name}`)

/**
 * @throws AppError `watch-channel-address` for what is no plain https address, `watch-channel-depends` for a host that is the
 * watched server, in its domain, or at its address
 */
export async function checkChannelAddress(
  kind: ChannelKind,
  address: string,
  watched: readonly Watched[],
  addressesOf: (host: string) => Promise<readonly string[]>,
): Promise<void> {
  const url = new URL(address)
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(host))
  const hasTopic = kind !== 'ntfy' || /^\/([^/]+\/)*[\w-]+$/.test(url.pathname)
  if (!isSafe || url.username !== '' || url.password !== '' || !hasTopic)
    throw new AppError('watch-channel-address', { url: `${url.protocol}//${url.host}` })
  const refuse = (server: string, name: string): never => {
    throw new AppError('watch-channel-depends', { host, server, name })
  }
  for (const { server, names } of watched) {
    const name = names.find(one => isUnder(host, one.toLowerCase()))
    if (name !== undefined) refuse(server, name)
  }
  const own = new Set(await addressesOf(host))
  for (const { server, names } of watched) {
    for (const name of names) {
      const same = (await addressesOf(name)).find(one => own.has(one))
      if (same !== undefined) refuse(server, `${name} (${same})`)
    }
  }
}
