/** The steps of a server transaction, each one command: begin, extend, commit, undo, and waiting for what came of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { RemoteHost, RemoteResult } from '../../net/ssh/session.ts'
import type { Rights } from '../open-server.ts'
import { type Change, copyPrefix, newChangeId, watchedFiles } from './change.ts'
import { type ChangeState, readPending } from './pending.ts'
import {
  acknowledgeCommand,
  beginCodes,
  beginCommand,
  commitCommand,
  extendCommand,
  undoCommand,
} from './remote-commands.ts'
import { watchdogScript } from './watchdog.ts'

/** Where a change lives, for all steps after the first. */
export interface ChangeAt {
  readonly host: RemoteHost
  readonly home: string
  readonly id: string
  readonly rights: Rights
}

export type Outcome = Exclude<ChangeState, 'watched' | 'orphaned'>

export interface Begun {
  readonly id: string
  /** Names of the dated copies, in the order of the files. */
  readonly copies: readonly string[]
}

const textOf = (result: RemoteResult): string => result.stdout.toString('utf8').trim()

/** Free bytes by the line of `df -Pk` that the script printed. */
const freeBytes = (text: string): number => {
  const columns = text.trim().split('\n').at(-1)?.split(/\s+/) ?? []
  return Number(columns[3] ?? 0) * 1024 || 0
}

function refusal(change: Change, result: RemoteResult, now: number): AppError {
  const text = textOf(result)
  const path = change.files[0]?.path ?? change.home
  switch (result.exitCode) {
    case beginCodes.busy: {
      const [, epoch = '0', who = '–'] = /^busy (\d+) (.*)$/m.exec(text) ?? []
      const until = epoch === '0' ? '–' : new Date(Number(epoch) * 1000).toISOString()
      return new AppError('transaction-running', { who, until }, { retryable: true })
    }
    case beginCodes.changed:
    case beginCodes.notWritten: {
      const changed = /^changed (.*)$/m.exec(text)?.[1] ?? path
      return new AppError('env-changed-meanwhile', { path: changed })
    }
    case beginCodes.full:
      if (!/denied|not permitted|read-only/i.test(result.stderr))
        return new AppError('disk-full', { path: change.projectDir, freeBytes: freeBytes(text) })
      break
    case 77:
      return new AppError('project-read-only', {
        project: change.projectDir,
        reason: `${path}: ${new Date(now).toISOString()}`,
      })
  }
  const reply = result.stderr.trim().slice(-500) || text.slice(-500) || '–'
  return new AppError('remote-command-failed', {
    command: beginCommand.id,
    exitCode: result.exitCode,
    reply,
  })
}

/**
 * Writes the files, with the server's own watchdog already running. A change that a restart left behind is finished first.
 * @throws AppError `transaction-running`, `env-changed-meanwhile`, `disk-full`, `remote-command-failed`; nothing is written then
 */
export async function begin(
  host: RemoteHost,
  change: Change,
  rights: Rights,
  options: { readonly leaseSeconds: number; readonly now: number; readonly signal: AbortSignal },
): Promise<Begun> {
  const { leaseSeconds, now, signal } = options
  const id = newChangeId(now)
  const files = watchedFiles(change, now)
  const watchdog = watchdogScript({ ...change, id, files, leaseSeconds })
  const args = change.files.flatMap(({ content, mode = '644' }, index) => {
    const { path, before, after, copy } = files[index]!
    const base64 = new Secret(Buffer.from(content ?? []).toString('base64'))
    return [path, before, after, mode, copy, base64]
  })
  const words = [change.home, id, change.who, String(leaseSeconds), watchdog, ...args]
  const run = (): Promise<RemoteResult> =>
    host.run(beginCommand, words, { signal, asRoot: rights, timeoutMs: 60_000 })
  let result = await run()
  if (result.exitCode === beginCodes.unfinished) {
    const [, left = ''] = /^orphaned (\S+)$/m.exec(textOf(result)) ?? []
    await undo({ host, home: change.home, id: left, rights }, now, signal)
    result = await run()
  }
  if (result.exitCode === 0) return { id, copies: files.map(file => file.copy) }
  if (result.exitCode === beginCodes.notWritten)
    await waitOutcome({ host, home: change.home, id, rights }, now, signal)
  throw refusal(change, result, now)
}

/** One more sign of life. `extended`, or what has been decided meanwhile. */
export async function extend(
  at: ChangeAt,
  leaseSeconds: number,
  signal: AbortSignal,
): Promise<string> {
  const args = [at.home, at.id, String(leaseSeconds)]
  return textOf(
    mustSucceed(
      extendCommand,
      await at.host.run(extendCommand, args, { signal, asRoot: at.rights }),
    ),
  )
}

/** True when the change stands. False: the server had already decided to undo it. */
export async function commit(
  at: ChangeAt,
  files: Change['files'],
  signal: AbortSignal,
): Promise<boolean> {
  const args = [at.home, at.id, ...files.map(({ path }) => copyPrefix(path))]
  const result = await at.host.run(commitCommand, args, { signal, asRoot: at.rights })
  return textOf(mustSucceed(commitCommand, result)) === 'committed'
}

/** Tells the server to put the old files back, without waiting for it. */
export async function decideAgainst(at: ChangeAt, signal: AbortSignal): Promise<void> {
  const result = await at.host.run(undoCommand, [at.home, at.id], { signal, asRoot: at.rights })
  mustSucceed(undoCommand, result)
}

const pollMs = 700
/** The watchdog gives Compose 120 s, twice at most. */
const longestUndoMs = 270_000

/** What came of a change; it is then forgotten on the server. @throws AppError `timed-out` */
export async function waitOutcome(
  at: ChangeAt,
  now: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const limit = performance.now() + longestUndoMs
  for (;;) {
    const { now: current, last } = await readPending(at.host, at.home, at.rights, now, signal)
    if (current?.id !== at.id) {
      const state = last?.id === at.id ? last.state : undefined
      if (state === 'rolled-back' || state === 'left-alone' || state === 'committed') {
        await at.host.run(acknowledgeCommand, [at.home, at.id], { signal, asRoot: at.rights })
        return state
      }
      // Gone without a trace: only a commit leaves none.
      return 'committed'
    }
    if (current.state === 'orphaned') await decideAgainst(at, signal)
    if (performance.now() > limit)
      throw new AppError('timed-out', { what: 'undo', seconds: longestUndoMs / 1000 })
    await sleep(pollMs, undefined, { signal })
  }
}

/** Decides against the change and waits until the server has put things right. */
export async function undo(at: ChangeAt, now: number, signal: AbortSignal): Promise<Outcome> {
  await decideAgainst(at, signal)
  return waitOutcome(at, now, signal)
}
