/** What a check contacts, in words, for the list that the person can read. */
import { checkWords } from '../../../shared/locales/en/watch-checks.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { LineTargets } from './line-targets.ts'
import type { Place } from './place.ts'
import { isOutcome, publishedAt, publishedAt6, running } from './published.ts'

const words = checkWords.contacts

const written = (host: string): string => (host.includes(':') ? `[${host}]` : host)

export const contacts = {
  /** Ports of front, at the addresses where they were last seen. */
  front(place: Place, ports: readonly number[], family: 4 | 6 = 4): readonly string[] {
    const stack = place.known()
    const front = stack && running(stack, 'front')
    return ports.map(port => {
      if (!front || isOutcome(front)) return fill(words.front, { port })
      const at = family === 4 ? publishedAt(front, port) : publishedAt6(front, port, [])
      return isOutcome(at)
        ? fill(words.front, { port })
        : fill(words.published, { address: `${written(at.host)}:${at.port}`, port })
    })
  },
  /** A service behind front. */
  inside: (place: Place, service: string, port: number): string => {
    const project = place.known()?.project ?? place.where.project ?? 'mailu'
    return fill(words.inside, { address: `${service}:${port}`, project })
  },
  relay(place: Place): readonly string[] {
    const host = place.known()?.containers.find(one => one.service === 'smtp')?.env['RELAYHOST']
    return [host ? fill(words.relay, { address: host }) : words.relayNone]
  },
  command: (name: string): string => fill(words.command, { name }),
  ssh: (): string => words.ssh,
  line: ({ names, hosts }: LineTargets): readonly string[] => [
    words.route,
    ...names.map(name => fill(words.resolver, { name })),
    ...hosts.map(({ host, port }) => fill(words.host, { address: `${host}:${port}` })),
  ],
}
