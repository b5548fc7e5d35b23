/** The demo server's own figures, and what its Postfix says of queue and deliveries. */
import { type Answers, asRecorded } from '../answer.ts'
import { isLetIn, refusal, relayHostOf } from '../relay-login.ts'
import { freeKib, sizeKib } from '../disk.ts'
import type { World } from '../world.ts'

const minute = 60

const idOf = (number: number): string => `4DEM0${number}`

/** One message that waits: as `postqueue -j` writes it (`mailu.md` 7.2). */
function waiting(world: World, at: number, number: number, isHeld: boolean): string {
  const host = relayHostOf(world) ?? ''
  return JSON.stringify({
    queue_name: isHeld ? 'hold' : 'deferred',
    queue_id: idOf(number),
    arrival_time: at,
    message_size: 2310,
    sender: 'alice@example.test',
    recipients: [
      {
        address: `friend${number}@example.org`,
        delay_reason: `SASL authentication failed; server ${host}[192.0.2.25] said: ${refusal}`,
      },
    ],
  })
}

/** A line of Postfix's log about one message that left, or did not. */
function delivery(world: World, at: number, isSent: boolean): string {
  const host = relayHostOf(world)
  const relay = host === undefined ? 'mx.example.org[192.0.2.26]:25' : `${host}[192.0.2.25]:587`
  const outcome = isSent
    ? 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4DEM09)'
    : `dsn=4.7.8, status=deferred (SASL authentication failed; server ${relay} said: ${refusal})`
  const stamp = new Date(at * 1000).toISOString()
  return `log ${stamp} Jan  1 00:00:00 smtp postfix/smtp[217]: 4DEM09: to=<friend@example.org>, relay=${relay}, delay=0.9, delays=0.1/0/0.3/0.5, ${outcome}`
}

export const figureAnswers: Answers = {
  'watch.facts'({ world, say }) {
    const lines = (world.recorded.answers['watch.facts'] ?? '').split('\n').map(line => {
      if (line.startsWith('time ')) return `time ${Math.round(world.now() / 1000)}`
      const [kind, , , ...rest] = line.split(' ')
      return kind === 'disk' ? [kind, sizeKib, freeKib(world), ...rest].join(' ') : line
    })
    say(lines.join('\n'))
  },
  'watch.mailbox': asRecorded('watch.mailbox'),
  'watch.version': asRecorded('watch.version'),
  'relay.ownWays': () => 0,
  'watch.alive': ({ say }) => say('alive\n'),
  'relay.watch'({ world, args, say, complain }) {
    if (!world.isRunning('smtp')) {
      complain('container is not running\n')
      return 1
    }
    const now = Math.round(world.now() / 1000)
    const isIn = isLetIn(world, world.envOf('smtp').get('RELAYPASSWORD') ?? '')
    const isHeldUp = relayHostOf(world) !== undefined && !isIn
    const since = now - 40 * minute
    if (isHeldUp) {
      const changes = world.state.queue ?? {}
      const there = [1, 2, 3].filter(number => changes[idOf(number)] !== 'gone')
      for (const number of there) {
        const isHeld = changes[idOf(number)] === 'held'
        say(`entry ${waiting(world, since + number * 300, number, isHeld)}\n`)
      }
      say(`queued ${there.length} ${since + (there[0] ?? 0) * 300}\n`)
    } else say('queued 0 \n')
    if (args[1] === 'queue') return 0
    say(`${delivery(world, since - 90 * minute, true)}\n`)
    if (isHeldUp) say(`${delivery(world, now - 3 * minute, false)}\n`)
    return 0
  },
  async 'relay.changeQueue'({ world, args, stream }) {
    const change = ({ hold: 'held', delete: 'gone' } as const)[args[1] ?? '']
    const chunks = await stream.toArray()
    const ids = Buffer.concat(chunks.map(chunk => Buffer.from(chunk)))
      .toString('utf8')
      .split('\n')
    const queue = new Map(Object.entries(world.state.queue ?? {}))
    for (const id of ids.filter(id => id !== '')) {
      if (change) queue.set(id, change)
      else if (args[1] === 'release') queue.delete(id)
    }
    world.update({ queue: Object.fromEntries(queue) })
  },
}
