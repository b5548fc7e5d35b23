/** What the form of a server holds, and what of it was changed. */
import type { Server } from '../../../shared/model/server.ts'

export interface ServerForm {
  name: string
  host: string
  user: string
  port: string
  identityFile: string
  passphrase: string
  password: string
  sudoPassword: string
}

/** Secrets begin empty: they are kept unless a new one is typed. */
export const formOf = (server: Server): ServerForm => ({
  name: server.name,
  host: server.host,
  user: server.user,
  port: String(server.port),
  identityFile: server.identityFile ?? '',
  passphrase: '',
  password: '',
  sudoPassword: '',
})

/** The fields that say something else than the server does; empty ones change nothing. */
export function changesOf(form: ServerForm, server: Server) {
  const before = formOf(server)
  const isNew = (key: keyof ServerForm): boolean =>
    form[key].trim() !== '' && form[key] !== before[key]
  const texts = (['name', 'host', 'user', 'identityFile'] as const).filter(isNew)
  const secrets = (['passphrase', 'password', 'sudoPassword'] as const).filter(isNew)
  const hasMoved = isNew('host') || isNew('user') || isNew('port')
  return {
    ...Object.fromEntries(texts.map(key => [key, form[key].trim()])),
    ...Object.fromEntries(secrets.map(key => [key, form[key]])),
    // An address is changed as a whole: user and port stay those that are shown.
    ...(hasMoved && { user: form.user.trim() || server.user }),
    ...(hasMoved && /^\d+$/.test(form.port.trim()) && { port: Number(form.port) }),
  }
}
