/** The server's own figures as checks: disk, memory, clock. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Check, usualRecoverAfter } from '../check.ts'
import type { WatchedContainer, WatchedStack } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import type { DiskFigures, Facts } from './facts.ts'
import { differs, guarded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'

const mib = 1024 * 1024
const minuteMs = 60_000

/** Mailu's own default (`mailu.md` 1.4). */
const defaultMessageBytes = 50_000_000
/** Postfix takes no mail below this share of the largest message (`queue_minfree`, postconf(5)). */
const minimumFactor = 1.5

const freeShare = ({ freeBytes, sizeBytes }: DiskFigures): number => freeBytes / sizeBytes

/** @param env of the smtp container */
export function judgeDisks(disks: readonly DiskFigures[], env: WatchedContainer['env']): Outcome {
  const [worst] = [...disks]
    .filter(one => one.sizeBytes > 0)
    .sort((a, b) => freeShare(a) - freeShare(b))
  if (!worst) return unknown('disk-not-read', {})
  const limit = Number(env['MESSAGE_SIZE_LIMIT'])
  const minimum = (limit > 0 ? limit : defaultMessageBytes) * minimumFactor
  const paramsOf = (disk: DiskFigures): Outcome['params'] => ({
    path: disk.path,
    freeMegabytes: Math.floor(disk.freeBytes / mib),
    percent: Math.floor(freeShare(disk) * 100),
  })
  const raw = disks
    .map(one => `${one.path} (${one.mount}): ${one.freeBytes} of ${one.sizeBytes} bytes free`)
    .join('\n')
  const rest = {
    raw,
    figures: { freeBytes: worst.freeBytes, freePercent: paramsOf(worst)['percent'] as number },
  } // just made a number
  const tight = disks.find(one => one.freeBytes < minimum)
  if (tight) return wrong('disk-full', paramsOf(tight), rest)
  const small = disks.find(one => one.freeBytes < minimum + one.sizeBytes / 20)
  if (small) return wrong('disk-nearly-full', paramsOf(small), rest)
  const files = disks.find(
    ({ inodes = 0, freeInodes = 0 }) => inodes > 0 && freeInodes / inodes < 0.03,
  )
  if (files) return wrong('disk-no-files', paramsOf(files), rest)
  return freeShare(worst) < 0.1
    ? differs('disk-filling', paramsOf(worst), rest)
    : right('disk-has-room', paramsOf(worst), rest)
}

/** Short of memory, or somebody was ended for want of it. */
export function judgeMemory({ memory }: Facts, containers: WatchedStack['containers']): Outcome {
  const killed = containers.find(one => one.wasOutOfMemory && one.status !== 'running')
  if (killed) return wrong('memory-killed', { service: killed.service })
  const [total, free] = [memory.get('MemTotal'), memory.get('MemAvailable')]
  if (total === undefined || free === undefined || total === 0)
    return unknown('memory-not-read', {})
  const params = {
    freeMegabytes: Math.floor(free / mib),
    percent: Math.floor((free / total) * 100),
  }
  const rest = { figures: { freeBytes: free, freePercent: params.percent } }
  const swapFree = memory.get('SwapFree') ?? 0
  return free / total < 0.05 && free < 200 * mib && swapFree < 200 * mib
    ? wrong('memory-short', params, rest)
    : right('memory-enough', params, rest)
}

/** Kerberos-like tolerance is minutes, TOTP's is one; certificates and logs suffer from more. */
const clockLimits = { differsSeconds: 20, wrongSeconds: 120 }

/** @param before @param after this computer's clock around the question, milliseconds since the epoch */
export function judgeClock(seconds: number | undefined, before: number, after: number): Outcome {
  if (seconds === undefined) return unknown('clock-not-read', {})
  // The server answered at some moment between the two, and gives whole seconds.
  const [least, most] = [seconds - after / 1000, seconds + 1 - before / 1000]
  const off = least > 0 ? least : most < 0 ? most : 0
  const params = { seconds: Math.round(Math.abs(off)) }
  const rest = { figures: { offSeconds: Math.round(off) } }
  if (params.seconds < clockLimits.differsSeconds) return right('clock-agrees', params, rest)
  const code = off > 0 ? 'clock-ahead' : 'clock-behind'
  return params.seconds < clockLimits.wrongSeconds
    ? differs(code, params, rest)
    : wrong(code, params, rest)
}

const base = {
  lamp: undefined,
  vantage: 'server',
  dependsOn: ['path'],
  timeoutMs: 60_000,
  recoverAfter: usualRecoverAfter,
  severity: 'needs-you',
} as const satisfies Partial<Check>

export const diskCheck = (place: Place): Check => ({
  ...base,
  id: 'disk',
  intervalMs: 10 * minuteMs,
  failAfter: 2,
  contacts: () => [contacts.command('df')],
  run: guarded(async signal => {
    const [stack, { disks }] = [await place.stack(signal), await place.facts(signal)]
    return judgeDisks(disks, stack.containers.find(one => one.service === 'smtp')?.env ?? {})
  }),
})

export const memoryCheck = (place: Place): Check => ({
  ...base,
  id: 'memory',
  intervalMs: 5 * minuteMs,
  failAfter: 3,
  contacts: () => [contacts.command('/proc/meminfo')],
  run: guarded(async signal => {
    const [stack, facts] = [await place.stack(signal), await place.facts(signal)]
    return judgeMemory(facts, stack.containers)
  }),
})

export const clockCheck = (place: Place): Check => ({
  ...base,
  id: 'clock',
  intervalMs: 60 * minuteMs,
  failAfter: 2,
  contacts: () => [contacts.command('date')],
  run: guarded(async signal => {
    const { time, askedAt, answeredAt } = await place.facts(signal)
    return judgeClock(time, askedAt, answeredAt)
  }),
})
