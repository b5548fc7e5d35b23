/** A log that is being followed: lines are gathered as they come, shown once a frame, and each of them is accounted for. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { PayloadOf } from '../../../../shared/contract/define.ts'
import type { AppContract } from '../../../../shared/contract/index.ts'
import { fromWire, type AppError } from '../../../../shared/errors.ts'
import { api } from '../../../api/index.ts'
import { toAppError } from '../../../api/to-app-error.ts'
import { useJobs } from '../../../stores/jobs.ts'
import { createHeldLines } from './held-lines.ts'
import { createLogBuffer, keptLines, type LogBuffer } from './log-buffer.ts'

type Logged = PayloadOf<AppContract['stack.logged']>

/** Where all the lines are that were ever read: `read = kept + gone + leftOut`. */
export interface LineCount {
  readonly read: number
  /** Here, shown or waiting. */
  readonly kept: number
  /** Of those, waiting to be shown. */
  readonly waiting: number
  /** Too old to be kept. */
  readonly gone: number
  /** Came faster than they can be handed on. */
  readonly leftOut: number
}

export interface LiveLog {
  readonly buffer: LogBuffer
  /** How many lines are shown; moves on at most once a frame. */
  readonly shown: Ref<number>
  /** Changes with every frame that brought lines. */
  readonly frame: Ref<number>
  readonly counts: ShallowRef<LineCount>
  readonly isRunning: Ref<boolean>
  readonly isPaused: Ref<boolean>
  readonly error: ShallowRef<AppError | undefined>
  find(text: string): void
  pause(): void
  resume(): void
  /** Somebody reads further up: what is on the screen stays there until it is let go. */
  hold(isHeld: boolean): void
}

interface Source {
  readonly server: string
  readonly project: string
  readonly services: readonly string[]
}

const nothing: LineCount = { read: 0, kept: 0, waiting: 0, gone: 0, leftOut: 0 }

export function useLiveLog(source: () => Source): LiveLog {
  const jobs = useJobs()
  const buffer = createLogBuffer()
  const held = createHeldLines(keptLines)
  const shown = ref(0)
  const frame = ref(0)
  const counts = shallowRef(nothing)
  const isRunning = ref(false)
  const isPaused = ref(false)
  const error = shallowRef<AppError>()
  let isHeld = false
  let jobId: string | undefined
  let round = 0
  let [read, leftOut] = [0, 0]
  let early: Logged[] = []
  let waitingFrame = 0

  const show = (): void => {
    waitingFrame = 0
    if (!isPaused.value && !isHeld) {
      buffer.push(held.takeAll())
      shown.value = buffer.shown()
      frame.value += 1
    }
    const waiting = held.size()
    const kept = buffer.kept() + waiting
    const gone = buffer.dropped() + held.dropped()
    counts.value = { read, kept, waiting, gone, leftOut }
  }
  const soon = (): void => {
    if (waitingFrame === 0) waitingFrame = requestAnimationFrame(show)
  }
  const take = (logged: Logged): void => {
    const [first, ...rest] = logged.lines
    read = logged.read
    leftOut += logged.leftOut
    if (first && logged.leftOut > 0) held.add([{ ...first, leftOut: logged.leftOut }, ...rest])
    else held.add(logged.lines)
    soon()
  }
  const unsubscribe = api.on('stack.logged', logged => {
    if (logged.jobId === jobId) take(logged)
    else if (jobId === undefined && isRunning.value) early.push(logged)
  })

  const stop = (): void => {
    round += 1
    if (jobId !== undefined && isRunning.value) void jobs.cancel(jobId).catch(() => undefined) // ended already
    jobId = undefined
    isRunning.value = false
  }
  const clear = (): void => {
    early = []
    read = leftOut = 0
    held.clear()
    buffer.clear()
    isHeld = false
    shown.value = 0
    error.value = undefined
    soon()
  }
  async function start(): Promise<void> {
    stop()
    clear()
    const mine = round
    const { services, ...where } = source()
    isRunning.value = true
    try {
      const input = { ...where, services: [...services], follow: true, tail: 200 }
      const started = await api['stack.logs'](input)
      if (mine !== round) return void jobs.cancel(started.jobId)
      jobId = started.jobId
      for (const logged of early) if (logged.jobId === jobId) take(logged)
      early = []
      const ended = await jobs.settled(started.jobId)
      if (mine !== round) return
      if (ended.error && ended.status !== 'cancelled') error.value = fromWire(ended.error)
    } catch (failure) {
      if (mine === round) error.value = toAppError(failure)
    }
    if (mine === round) isRunning.value = false
  }

  watch(() => JSON.stringify(source()), start, { immediate: true })
  onScopeDispose(() => {
    stop()
    unsubscribe()
    cancelAnimationFrame(waitingFrame)
  })
  return {
    buffer,
    shown,
    frame,
    counts,
    isRunning,
    isPaused,
    error,
    find: text => {
      buffer.find(text)
      shown.value = buffer.shown()
      frame.value += 1
    },
    pause: () => {
      isPaused.value = true
      soon()
    },
    resume: () => {
      isPaused.value = false
      soon()
    },
    hold: now => {
      if (isHeld === now) return
      isHeld = now
      soon()
    },
  }
}
