/** The one sentence over everything that is watched. */
import type { Lamp, ServerWatch, WatchStatus } from '../../../shared/model/watch.ts'

type Headline = WatchStatus['headline']

const lampsOf = (server: ServerWatch) => Object.values(server.lamps)
const lampNames = Object.keys({ receive: 0, send: 0, read: 0, backup: 0 }) as readonly Lamp[] // the literal's keys

const say = (code: Headline['code'], params: Headline['params'] = {}): Headline => ({
  code,
  params,
})

/** The gravest thing that is so; `working` only where something was proven and nothing is in doubt. */
export function headlineOf(servers: readonly ServerWatch[], isWatching: boolean): Headline {
  if (servers.length === 0) return say('no-server')
  if (!isWatching) return say('off')
  const find = (holds: (server: ServerWatch) => boolean) => servers.find(holds)
  const has = (server: ServerWatch, state: string): boolean =>
    lampsOf(server).some(lamp => lamp.state === state)
  if (servers.every(server => server.vantages.line === 'down')) return say('offline')
  const unreachable = find(server => server.vantages.path === 'down')
  if (unreachable)
    return unreachable.maintenance
      ? say('own-work', { server: unreachable.server })
      : say('unreachable', { server: unreachable.server })
  const down = find(server => has(server, 'down'))
  if (down) {
    const lamps = lampNames.filter(lamp => down.lamps[lamp].state === 'down').join(',')
    return say(down.maintenance ? 'own-work' : 'down', { server: down.server, lamps })
  }
  const needy = find(server => has(server, 'needs-you') || server.incidents.length > 0)
  if (needy) return say('needs-you', { server: needy.server, count: needy.incidents.length })
  if (find(server => has(server, 'working')))
    return find(server => has(server, 'checking') && !has(server, 'working'))
      ? say('checking')
      : say('working')
  if (find(server => has(server, 'checking'))) return say('checking')
  if (find(server => has(server, 'cannot-tell'))) return say('cannot-tell')
  return say('not-watched')
}
