/** Whom this computer's own line may be tried with: nobody but those that the person chose. */
import type { Place } from './place.ts'

export interface LineTargets {
  /** Names to ask this computer's resolvers for. */
  readonly names: readonly string[]
  /** Hosts on the internet that the person uses. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
}

export const isPublicName = (name: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(name)

/** `[relay.example]:587` as Postfix writes it. */
function relayOf(text: string | undefined): { host: string; port: number } | undefined {
  const [, host = '', port] =
    /^\[?([A-Za-z0-9.-]+)\]?(?::(\d{1,5}))?$/.exec(text?.trim() ?? '') ?? []
  return host === '' ? undefined : { host, port: Number(port ?? 25) }
}

/** What is known of the person's own choices: the relay, the server's mail name. */
export function targetsOf(place: Place): LineTargets {
  const env = (service: string) =>
    place.known()?.containers.find(one => one.service === service)?.env ?? {}
  const relay = relayOf(env('smtp')['RELAYHOST'])
  const mailName = env('front')['HOSTNAMES']?.split(',')[0]?.trim() ?? ''
  const names = [mailName, relay?.host ?? ''].filter(isPublicName)
  return { names: [...new Set(names)], hosts: relay ? [relay] : [] }
}
