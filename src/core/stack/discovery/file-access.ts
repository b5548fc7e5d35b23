/** Whether the login may read and replace a project's files: itself, by sudo, or not at all. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { FileAccess } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import { filesCommand } from './remote-commands.ts'

export interface Disk {
  readonly path: string
  readonly sizeBytes: number
  readonly freeBytes: number
}

export interface FileVerdict {
  readonly access: z.infer<typeof FileAccess>
  /** False: a file that must be there is not on this host. */
  readonly areThere: boolean
  readonly disk?: Disk
}

export interface WantedFiles {
  readonly dir: string
  /** Must be there and be readable. */
  readonly toRead: readonly string[]
  /** Need not be there; where they are, they must be replaceable. */
  readonly toWrite: readonly string[]
}

interface Facts {
  readonly states: readonly string[]
  readonly disk?: Disk
}

/** Reads what `stack.files` printed: a state a file, in order. */
export function parseFiles(text: string, dir: string): Facts {
  const lines = text.split('\n').filter(line => line !== '')
  const [, size, free] = lines.map(line => /^disk (\d+) (\d+)$/.exec(line)).find(Boolean) ?? []
  const states = lines.filter(line => /^(?:there|missing|hidden)/.test(line))
  const disk = { path: dir, sizeBytes: Number(size) * 1024, freeBytes: Number(free) * 1024 }
  return { states, ...(size !== undefined && { disk }) }
}

type Look = 'enough' | 'elsewhere' | 'too-little'

/** What the states mean for the files that are wanted. */
export function judgeStates(states: readonly string[], wanted: WantedFiles): Look {
  const reading = states.slice(0, wanted.toRead.length)
  const writing = states.slice(wanted.toRead.length)
  if (reading.includes('missing')) return 'elsewhere'
  const mayRead = reading.every(state => state.startsWith('there r'))
  const mayWrite = writing.every(state => state === 'there rw' || state === 'missing')
  return mayRead && mayWrite ? 'enough' : 'too-little'
}

/** Asks as the login first, then by sudo. @throws AppError of the connection, not of rights */
export async function findFileAccess(
  host: RemoteHost,
  wanted: WantedFiles,
  signal: AbortSignal,
): Promise<FileVerdict> {
  const ask = async (asRoot: 'never' | 'always'): Promise<Facts> => {
    const args = [wanted.dir, ...wanted.toRead, ...wanted.toWrite]
    const result = await host.run(filesCommand, args, { signal, asRoot })
    return parseFiles(mustSucceed(filesCommand, result).stdout.toString('utf8'), wanted.dir)
  }
  const own = await ask('never')
  const disk = own.disk && { disk: own.disk }
  const verdict = judgeStates(own.states, wanted)
  if (verdict !== 'too-little') return { access: 'direct', areThere: verdict === 'enough', ...disk }
  try {
    const asRoot = await ask('always')
    const areThere = judgeStates(asRoot.states, wanted) !== 'elsewhere'
    return { access: 'sudo', areThere, ...(asRoot.disk ? { disk: asRoot.disk } : disk) }
  } catch (error) {
    if (isAppError(error, 'sudo-password-needed') || isAppError(error, 'sudo-password-wrong'))
      return { access: 'sudo-needs-login', areThere: true, ...disk }
    if (error instanceof AppError && error.code === 'sudo-not-allowed')
      return { access: 'none', areThere: true, ...disk }
    throw error
  }
}
