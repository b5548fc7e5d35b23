/** A log that is being followed: lines are gathered as they come and shown once a frame. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { fromWire, type AppError } from '../../../../shared/errors.ts'
import type { LogLine } from '../../../../shared/model/stack.ts'
import { api } from '../../../api/index.ts'
import { toAppError } from '../../../api/to-app-error.ts'
import { useJobs } from '../../../stores/jobs.ts'
import { createLogBuffer, type LogBuffer } from './log-buffer.ts'

export interface LiveLog {
  readonly buffer: LogBuffer
  /** How many lines are shown; moves on at most once a frame. */
  readonly shown: Ref<number>
  /** Changes with every frame that brought lines. */
  readonly frame: Ref<number>
  readonly isRunning: Ref<boolean>
  readonly isPaused: Ref<boolean>
  readonly error: ShallowRef<AppError | undefined>
  find(text: string): void
  pause(): void
  resume(): void
}

interface Source {
  readonly server: string
  readonly project: string
  readonly services: readonly string[]
}

/** Lines held back while paused, at most. */
const heldMost = 20_000

export function useLiveLog(source: () => Source): LiveLog {
  const jobs = useJobs()
  const buffer = createLogBuffer()
  const shown = ref(0)
  const frame = ref(0)
  const isRunning = ref(false)
  const isPaused = ref(false)
  const error = shallowRef<AppError>()
  let jobId: string | undefined
  let round = 0
  let held: LogLine[] = []
  let early = new Map<string, LogLine[]>()
  let waitingFrame = 0

  const show = (): void => {
    waitingFrame = 0
    buffer.push(held)
    held = []
    shown.value = buffer.shown()
    frame.value += 1
  }
  const take = (lines: readonly LogLine[]): void => {
    for (const line of lines) held.push(line)
    if (held.length > heldMost * 2) held = held.slice(-heldMost)
    if (!isPaused.value && waitingFrame === 0) waitingFrame = requestAnimationFrame(show)
  }
  const unsubscribe = api.on('stack.logged', logged => {
    if (logged.jobId === jobId) take(logged.lines)
    else if (jobId === undefined)
      early.set(logged.jobId, [...(early.get(logged.jobId) ?? []), ...logged.lines])
  })

  const stop = (): void => {
    round += 1
    if (jobId !== undefined && isRunning.value) void jobs.cancel(jobId).catch(() => undefined) // ended already
    jobId = undefined
    isRunning.value = false
  }
  async function start(): Promise<void> {
    stop()
    const mine = round
    early = new Map()
    held = []
    buffer.clear()
    show()
    error.value = undefined
    const { services, ...where } = source()
    try {
      const started = await api['stack.logs']({
        ...where,
        services: [...services],
        follow: true,
        tail: 200,
      })
      if (mine !== round) return void jobs.cancel(started.jobId)
      jobId = started.jobId
      isRunning.value = true
      take(early.get(jobId) ?? [])
      early = new Map()
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
    isRunning,
    isPaused,
    error,
    find: text => {
      buffer.find(text)
      shown.value = buffer.shown()
      frame.value += 1
    },
    pause: () => (isPaused.value = true),
    resume: () => {
      isPaused.value = false
      take([])
    },
  }
}
