/** Files of a server, read whole in one command. */
import { createHash } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import type { AsRoot, RemoteHost } from '../net/ssh/session.ts'
import { readCommand } from './discovery/remote-commands.ts'

export interface RemoteFile {
  /** As it was asked for. */
  readonly path: string
  /** Behind all symbolic links: what a change must replace. */
  readonly realPath: string
  /** Numbers `uid:gid`. */
  readonly owner: string
  /** Octal, for example `600`. */
  readonly mode: string
  readonly bytes: Buffer
  /** Hex. */
  readonly sha256: string
}

export type FileState = RemoteFile | 'missing' | 'denied' | 'large'

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Reads what `stack.read` printed, a state for each path in order. */
export function parseRead(text: string, paths: readonly string[]): readonly FileState[] {
  const lines = text.split('\n').filter(line => /^(?:file |missing|denied|large)/.test(line))
  return paths.map((path, index) => {
    const [state, owner = '', mode = '', real = '', content] = (lines[index] ?? '').split(' ')
    if (state === 'missing' || state === 'denied' || state === 'large') return state
    // The dot at the end says that the line came whole.
    if (state !== 'file' || content?.endsWith('.') !== true)
      throw new AppError('remote-command-failed', {
        command: readCommand.id,
        exitCode: 0,
        reply: '–',
      })
    const bytes = Buffer.from(content.slice(0, -1), 'base64')
    const realPath = Buffer.from(real, 'base64').toString('utf8')
    return { path, realPath, owner, mode, bytes, sha256: sha256Of(bytes) }
  })
}

/** `may`: what the login may not read is `denied`. `must`: then it is read as root, by sudo. */
export async function readFiles(
  host: RemoteHost,
  paths: readonly string[],
  strict: 'may' | 'must',
  options: { readonly signal: AbortSignal; readonly asRoot?: AsRoot },
): Promise<readonly FileState[]> {
  const asRoot = options.asRoot ?? (strict === 'must' ? 'if-needed' : 'never')
  const result = await host.run(readCommand, [strict, ...paths], {
    signal: options.signal,
    asRoot,
    maxBytes: 32 * 1024 * 1024,
  })
  return parseRead(mustSucceed(readCommand, result).stdout.toString('latin1'), paths)
}

export const isFile = (state: FileState | undefined): state is RemoteFile =>
  typeof state === 'object'
