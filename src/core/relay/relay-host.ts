/** The text of RELAYHOST, read and written. */

export interface RelayAddress {
  readonly host: string
  readonly port: number
}

const serviceNames: Readonly<Record<string, number>> = {
  smtp: 25,
  submission: 587,
  submissions: 465,
  smtps: 465,
}

/** `[host]:port`: with brackets Postfix takes the address of the name itself and not of its MX (`mailu.md` 1.5). */
export const formatRelayHost = ({ host, port }: RelayAddress): string => `[${host}]:${port}`

/** Reads `[host]:port`, `host:port`, `[host]` and `host` as Postfix does (no port: 25). Undefined where it is none of these. */
export function parseRelayHost(text: string): RelayAddress | undefined {
  const match = /^(?:\[(?<bracketed>[^[\]\s]+)\]|(?<bare>[^[\]:\s]+))(?::(?<port>[\w-]+))?$/.exec(
    text.trim(),
  )
  const { bracketed, bare, port: service } = match?.groups ?? {}
  const host = bracketed ?? bare
  if (host === undefined) return undefined
  const port = service === undefined ? 25 : (serviceNames[service] ?? Number(service))
  return Number.isInteger(port) && port > 0 && port < 65_536 ? { host, port } : undefined
}
