/** What asking the services for a sign of life gives on the demo server. */
import type { Answers } from '../answer.ts'
import { isLetIn, isRightWay, refusal, relayHostOf } from '../relay-login.ts'
import type { World } from '../world.ts'

const works = (reply: string): string => `works ${reply}`
const broken = (reply: string): string => `broken ${reply}`

function login(world: World): string {
  if (relayHostOf(world) === undefined) return 'unknown not configured'
  if (!isRightWay(world)) return broken('Postfix does not begin as the port wants it')
  const password = world.envOf('smtp').get('RELAYPASSWORD') ?? ''
  return isLetIn(world, password) ? works('logged in') : broken(refusal)
}

function verdict(world: World, kind: string): string {
  const hasSmtp = world.isRunning('smtp')
  const hasImap = world.isRunning('imap') && world.state.fault !== 'imap-silent'
  const say = (isRight: boolean, talk: string, trouble: string): string => {
    const greeting = world.recorded.talks[talk]?.greeting ?? ''
    return isRight ? works(greeting) : broken(trouble)
  }
  switch (kind) {
    case 'smtp':
      return say(hasSmtp, 'front:25', 'container is not running')
    case 'imap':
      return say(hasImap, 'imap:143', 'timed out')
    case 'front':
      return say(world.isRunning('front'), 'front:25', 'Connection refused')
    case 'imaps':
      return say(hasImap, 'front:993', 'timed out')
    case 'admin':
      return world.isRunning('admin') ? works('HTTP 200') : broken('container is not running')
    case 'receive':
      return hasSmtp ? works('250 2.1.5 Ok') : broken('451 4.3.2 Internal server error')
    case 'relay-login':
      return hasSmtp ? login(world) : broken('container is not running')
    default:
      return 'unknown no way to ask'
  }
}

export const checkAnswers: Answers = {
  'stack.checks'({ world, args, say }) {
    for (let at = 0; at < args.length; at += 4) {
      const id = args[at] ?? ''
      say(`${id} ${verdict(world, id)}\n`)
    }
  },
}
