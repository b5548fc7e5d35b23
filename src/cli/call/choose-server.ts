/** Which server is meant when nobody says so. */
import { AppError } from '../../shared/errors.ts'
import type { Session } from './session.ts'

/** The only server, else the one that the window shows; never a guess. */
export async function chooseServer({ ask }: Pick<Session, 'ask'>): Promise<string> {
  const servers = await ask('servers.list', undefined)
  const [first, second] = servers
  if (!first) throw new AppError('server-none', {})
  if (!second) return first.id
  const { currentServer } = await ask('settings.get', undefined)
  const current = servers.find(({ id }) => id === currentServer)
  if (current) return current.id
  throw new AppError('server-choice-needed', { names: servers.map(({ name }) => name).join(', ') })
}
