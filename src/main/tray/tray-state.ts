/** Which of the five shapes the tray shows. The engine changes its mind only after hysteresis, so the shape may follow at once. */
import { contract } from '../../shared/contract/index.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import type { WatchStatus } from '../../shared/model/watch.ts'

/** `ok` envelope, `working` with an arrow, `needs-you` with !, `down` with ×, `not-watching` hollow. */
export const trayShapes = ['ok', 'working', 'needs-you', 'down', 'not-watching'] as const
export type TrayShape = (typeof trayShapes)[number]

type HeadlineCode = WatchStatus['headline']['code']

/** Unknown is hollow, never an alarm; so is what nobody has measured yet. */
const shapes: Readonly<Record<HeadlineCode, TrayShape>> = {
  off: 'not-watching',
  'no-server': 'not-watching',
  'not-watched': 'not-watching',
  checking: 'not-watching',
  offline: 'not-watching',
  'cannot-tell': 'not-watching',
  unreachable: 'down',
  down: 'down',
  'needs-you': 'needs-you',
  'own-work': 'working',
  working: 'ok',
}

/** The shape. Work that runs shows only where nothing is wrong: an arrow must not hide an alarm. */
export function trayShape(
  status: Pick<WatchStatus, 'headline'> | undefined,
  jobs: readonly JobRecord[],
): TrayShape {
  const shape = status ? shapes[status.headline.code] : 'not-watching'
  return shape === 'ok' && jobs.some(changesServer) ? 'working' : shape
}

/** Work that changes a server: the rest comes and goes too fast to be worth an icon. */
export function changesServer({ name, status }: JobRecord): boolean {
  if (status !== 'running' && status !== 'cancelling') return false
  if (!Object.hasOwn(contract, name)) return false
  const entry = contract[name as keyof typeof contract] // just looked up
  return entry.kind === 'job' && 'lock' in entry.options && entry.options.lock === 'server'
}
