/** Logs of the demo server: recorded lines with stamps of now. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Answers, DemoCall } from '../answer.ts'

const betweenMs = 7000
const followMs = 1500

const stamp = (at: number): string => new Date(at).toISOString()

/** The last lines of one service, the newest a moment ago. */
function past({ world, say }: DemoCall, service: string, tail: string, since: string): void {
  const all = world.recorded.logs[service] ?? []
  const lines = tail === 'all' ? all : all.slice(-Number(tail))
  const now = world.now()
  lines.forEach((text, at) => {
    const time = stamp(now - (lines.length - at) * betweenMs)
    if (since === '' || time >= since) say(`${service}|${time} ${text}\n`)
  })
}

const follow: Answer = async call => {
  const [since = '', tail = 'all', , ...services] = call.args
  for (const service of services) past(call, service, tail, since)
  for (let round = 0; !call.signal.aborted; round += 1) {
    await sleep(followMs, undefined, { signal: call.signal })
    const service = services[round % services.length] ?? ''
    const lines = call.world.recorded.logs[service] ?? []
    const text = lines[round % Math.max(1, lines.length)]
    if (text !== undefined) call.say(`${service}|${stamp(call.world.now())} ${text}\n`)
  }
}

export const logAnswers: Answers = {
  'stack.logs'(call) {
    const [since = '', tail = 'all', ...pairs] = call.args
    for (let at = 0; at < pairs.length; at += 2) past(call, pairs[at] ?? '', tail, since)
  },
  'stack.followLogs': follow,
}
