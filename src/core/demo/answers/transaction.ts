/** A change of settings on trial, with the watchdog that a server runs: whatever nobody confirms in time is undone. */
import type { Answer, Answers } from '../answer.ts'
import { sizeKib } from '../disk.ts'
import type { Change, World } from '../world.ts'

const codes = { busy: 41, changed: 42, full: 43 } as const
const copiesKept = 10

const seconds = (world: World): number => Math.round(world.now() / 1000)

function end(world: World, { id, who, deadline }: Change, outcome: string): void {
  world.update({ change: undefined, last: { id, outcome, deadline, who } })
}

/** Puts the old files back, unless somebody else has changed one since. */
function undo(world: World, change: Change): void {
  const isOurs = change.files.every(({ path, before, after }) =>
    [before, after].includes(world.sha(path)),
  )
  if (!isOurs) {
    end(world, change, 'left-alone')
    return
  }
  for (const { path, before, old } of change.files)
    world.write(path, before === 'absent' ? undefined : Buffer.from(old, 'base64'))
  world.recreate(Object.keys(world.state.containers).filter(world.readsFile))
  end(world, change, 'rolled-back')
}

/** What the server does by itself between two questions. */
export function settle(world: World): void {
  const { change } = world.state
  if (!change) return
  if (change.decision === 'rollback' || seconds(world) > change.deadline) undo(world, change)
}

const begin: Answer = ({ world, args, say }) => {
  const [home = '', id = '', who = '', lease = '0', , ...words] = args
  const { change } = world.state
  if (change) {
    say(`busy ${change.deadline} ${change.who}\n`)
    return codes.busy
  }
  const files = Array.from({ length: words.length / 6 }, (_, at) => {
    const [path = '', before = '', after = '', , copy = '', content = ''] = words.slice(at * 6)
    return { path, before, after, copy, content }
  })
  for (const { path, before } of files) {
    if (world.sha(path) !== before) {
      say(`changed ${path}\n`)
      return codes.changed
    }
  }
  if (world.state.fault === 'disk-full') {
    say(`/dev/sda1 ${sizeKib} ${sizeKib} 0 100% ${home}\n`)
    return codes.full
  }
  const begun: Change = {
    id,
    who,
    deadline: seconds(world) + Number(lease),
    files: files.map(({ path, before, after }) => ({
      path,
      before,
      after,
      old: world.read(path)?.toString('base64') ?? '',
    })),
  }
  for (const { path, after, copy, content } of files) {
    const old = world.read(path)
    if (old) world.write(copy, old)
    world.write(path, after === 'absent' ? undefined : Buffer.from(content, 'base64'))
  }
  world.update({ change: begun })
  say('written\n')
  return 0
}

/** The change of that id; what was decided of another one is no longer known. */
const current = (world: World, id: string | undefined): Change | undefined =>
  world.state.change?.id === id ? world.state.change : undefined

const outcomeOf = (world: World, id: string | undefined): string =>
  world.state.last?.id === id ? (world.state.last?.outcome ?? '') : ''

export const transactionAnswers: Answers = {
  'stack.begin': begin,
  'stack.extend'({ world, args, say }) {
    const [, id, lease = '0'] = args
    const change = current(world, id)
    if (change) world.update({ change: { ...change, deadline: seconds(world) + Number(lease) } })
    say(change ? 'extended\n' : 'gone\n')
  },
  'stack.commit'({ world, args, say }) {
    const [home = '', id, ...names] = args
    const change = current(world, id)
    if (!change) {
      say(`${outcomeOf(world, id)}\n`)
      return
    }
    world.update({ change: undefined, last: undefined })
    for (const name of names) {
      const copies = Object.keys(world.state.files)
        .filter(path => path.startsWith(`${home}/copies/`) && path.includes(name))
        .sort()
      for (const path of copies.slice(0, -copiesKept)) world.write(path, undefined)
    }
    say('committed\n')
  },
  'stack.undo'({ world, args, say }) {
    const change = current(world, args[1])
    if (change) world.update({ change: { ...change, decision: 'rollback' } })
    say(change ? 'decided rollback\n' : `${outcomeOf(world, args[1])}\n`)
  },
  'stack.pending'({ world, say }) {
    const { change, last } = world.state
    if (change) say(`now ${change.id} watched ${change.deadline} ${change.who}\n`)
    if (last) say(`last ${last.id} ${last.outcome} ${last.deadline} ${last.who}\n`)
    say(`clock ${seconds(world)}\n`)
  },
  'stack.acknowledge'({ world, args }) {
    if (world.state.last?.id === args[1]) world.update({ last: undefined })
  },
}
