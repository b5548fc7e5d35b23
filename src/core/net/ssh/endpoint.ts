import { AppError } from '../../../shared/errors.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number | undefined
  readonly user: string | undefined
}

const bad = (issue: string): AppError =>
  new AppError('invalid-input', { method: 'servers', where: 'host', issue })

/**
 * Reads `host`, `host:port`, `[IPv6]:port`, an IPv6 address, and `user@` before any of them.
 * @throws AppError `invalid-input` for what no host can be called; a leading `-` would be an option to ssh
 */
export function parseEndpoint(text: string): Endpoint {
  const at = text.lastIndexOf('@')
  const user = at > 0 ? text.slice(0, at) : undefined
  const rest = at > 0 ? text.slice(at + 1) : text
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(rest)
  const plain = /^([^:]+):(\d{1,5})$/.exec(rest)
  const host = bracketed?.[1] ?? plain?.[1] ?? rest
  const digits = bracketed?.[2] ?? plain?.[2]
  const port = digits === undefined ? undefined : Number(digits)
  if (!/^[^\s\u0000-\u001f\u007f/'"`$\\|;&<>(){}*?!#,]+$/.test(host) || host.startsWith('-'))
    throw bad(`“${host}” is not a host`)
  if (port !== undefined && (port < 1 || port > 65_535)) throw bad(`${port} is not a port`)
  if (user !== undefined && !isUserName(user)) throw bad(`“${user}” is not a user name`)
  return { host, port, user }
}

/** True for what may be a login name: no control characters, no leading `-`, which ssh would read as an option. */
export const isUserName = (user: string): boolean =>
  user !== '' && !/[\s\u0000-\u001f\u007f]/.test(user) && !user.startsWith('-')
