/** Compose on the demo server: it says what Compose says, and takes a moment for each container. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Answers } from '../answer.ts'

const momentMs = 150

/** `$1` folder, `$2` tool, `$3` project, `$4` env file, then services. */
const withServices =
  (verb: string, renews: (service: string, isThere: boolean) => boolean): Answer =>
  async ({ world, args, say, signal }) => {
    const [, , project = ''] = args
    const named = args.slice(4)
    for (const service of named.length > 0 ? named : world.services) {
      const isThere = world.state.containers[service] !== undefined
      if (!renews(service, isThere)) continue
      await sleep(momentMs, undefined, { signal })
      world.recreate([service])
      say(`${isThere ? verb : 'Creating'} ${project}_${service}_1 ... done\n`)
    }
  }

export const composeAnswers: Answers = {
  'stack.up': withServices('Recreating', (_, isThere) => !isThere),
  'stack.apply': withServices('Recreating', () => true),
  'stack.recreate': withServices('Recreating', () => true),
  'stack.recreateAll': withServices('Recreating', () => true),
  async 'stack.restart'({ world, args, say, signal }) {
    const [, , project = ''] = args
    for (const service of args.slice(4)) {
      await sleep(momentMs, undefined, { signal })
      const container = world.state.containers[service]
      if (!container) continue
      const restarted = { ...container, startedAt: world.now() }
      world.update({ containers: { ...world.state.containers, [service]: restarted } })
      say(`Restarting ${project}_${service}_1 ... done\n`)
    }
  },
  async 'stack.down'({ world, args, say, signal }) {
    for (const service of Object.keys(world.state.containers)) {
      await sleep(momentMs, undefined, { signal })
      const { [service]: _gone, ...others } = world.state.containers
      world.update({ containers: others })
      say(`Removing ${args[2]}_${service}_1 ... done\n`)
    }
  },
  async 'stack.pull'({ world, say, signal }) {
    for (const service of world.services) {
      await sleep(momentMs, undefined, { signal })
      say(`Pulling ${service} ... done\n`)
    }
  },
  'stack.validate': ({ say }) => say('postern: taken\n'),
}
