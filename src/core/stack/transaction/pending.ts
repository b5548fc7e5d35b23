/** A change that the server still watches, or whose outcome nobody has read. */
import type { StackStatus } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import type { Rights } from '../open-server.ts'
import type { OpenProject } from '../open-project.ts'
import { homeOf } from './change.ts'
import { pendingCommand, undoCommand } from './remote-commands.ts'

/** `orphaned`: nobody watches it any more, most likely since a restart of the server. */
export type ChangeState = 'watched' | 'orphaned' | 'committed' | 'rolled-back' | 'left-alone'

export interface PendingChange {
  readonly id: string
  readonly state: ChangeState
  /** Milliseconds since the epoch, by this computer's clock. */
  readonly deadline: number
  readonly who: string
}

export interface Pending {
  readonly now?: PendingChange
  readonly last?: PendingChange
}

const states: readonly string[] = ['watched', 'orphaned', 'committed', 'rolled-back', 'left-alone']
const isState = (text: string): text is ChangeState => states.includes(text)

/** Reads what `stack.pending` printed; the server's clock is set against `now`. */
export function parsePending(text: string, now: number): Pending {
  const clock = Number(/^clock (\d+)$/m.exec(text)?.[1] ?? Number.NaN)
  const result: { now?: PendingChange; last?: PendingChange } = {}
  for (const line of text.split('\n')) {
    const [, which, id, state, epoch, who] = /^(now|last) (\S+) (\S+) (\d*) ?(.*)$/.exec(line) ?? []
    if (id === undefined || state === undefined || !isState(state)) continue
    const seconds = epoch === undefined || epoch === '' ? clock : Number(epoch)
    const deadline = now + (seconds - clock) * 1000
    result[which === 'now' ? 'now' : 'last'] = { id, state, deadline, who: who ?? '' }
  }
  return result
}

export async function readPending(
  host: RemoteHost,
  home: string,
  rights: Rights | 'if-needed',
  now: number,
  signal: AbortSignal,
): Promise<Pending> {
  const result = await host.run(pendingCommand, [home], { signal, asRoot: rights })
  return parsePending(mustSucceed(pendingCommand, result).stdout.toString('utf8'), now)
}

/**
 * What to show of a change, for `stack.status`. One that a restart of the server left behind is finished: the server is told to
 * put the old files back, and does that by itself.
 */
export async function pendingOf(
  open: OpenProject,
  clockNow: number,
  signal: AbortSignal,
): Promise<z.input<typeof StackStatus>['pending']> {
  if (open.files.access !== 'direct' && open.files.access !== 'sudo') return undefined
  const home = homeOf(open.found.dir)
  const { now, last } = await readPending(open.host, home, open.fileRights, clockNow, signal)
  if (now?.state === 'orphaned')
    await open.host.run(undoCommand, [home, now.id], { signal, asRoot: open.fileRights })
  const shown = now ?? last
  if (!shown || shown.state === 'committed') return undefined
  const { id, who } = shown
  const state =
    shown.state === 'rolled-back' || shown.state === 'left-alone' ? shown.state : 'armed'
  return { id, who, deadline: new Date(shown.deadline).toISOString(), state }
}
