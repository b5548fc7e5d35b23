/** Files that change together with the env file: what a service reads beside it when it starts. */
import { posix } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { readOnly } from '../../../shared/locales/en/read-only.ts'
import { findFileAccess } from '../discovery/file-access.ts'
import type { OpenProject } from '../open-project.ts'
import type { Rights } from '../open-server.ts'
import { isFile, readFiles, type RemoteFile } from '../read-files.ts'
import type { FileChange } from '../transaction/change.ts'

export interface SideEdit {
  /** Who reads it at its start. */
  readonly service: string
  /** Absolute; its folder must be there. */
  readonly path: string
  /** The new content from that of now, either absent where there is no file. May refuse with an AppError: nothing is written then. */
  readonly edit: (now: Uint8Array | undefined) => Uint8Array | undefined
}

export interface SideFiles {
  readonly changes: readonly FileChange[]
  readonly services: readonly string[]
  /** For the whole change: a folder that Docker has made belongs to root. */
  readonly rights: Rights
}

/** A file as it is; undefined where there is none. @throws AppError `env-file-not-readable` where it is too large or may not be read */
export async function readSide(
  open: OpenProject,
  path: string,
  rights: Rights,
  signal: AbortSignal,
): Promise<RemoteFile | undefined> {
  const [state] = await readFiles(open.host, [path], 'may', { signal, asRoot: rights })
  if (state === 'missing') return undefined
  if (!isFile(state)) throw new AppError('env-file-not-readable', { path, user: open.host.user })
  return state
}

/** @throws AppError `project-read-only` */
export async function rightsFor(
  open: OpenProject,
  path: string,
  signal: AbortSignal,
): Promise<Rights> {
  if (open.fileRights === 'always') return 'always'
  const dir = posix.dirname(path)
  const { access } = await findFileAccess(
    open.host,
    { dir, toRead: [], toWrite: [`${dir}/.`, path] },
    signal,
  )
  if (access === 'direct') return open.fileRights
  if (access === 'sudo') return 'always'
  throw new AppError('project-read-only', { project: path, reason: readOnly['files-not-allowed'] })
}

/** What the edits come to on this server. Nothing is written. @throws AppError of `readSide`, `rightsFor` and the edits */
export async function readSides(
  open: OpenProject,
  edits: readonly SideEdit[],
  signal: AbortSignal,
): Promise<SideFiles> {
  const changes: FileChange[] = []
  const services = new Set<string>()
  let rights = open.fileRights
  for (const { service, path, edit } of edits) {
    const needed = await rightsFor(open, path, signal)
    const file = await readSide(open, path, needed, signal)
    const content = edit(file?.bytes)
    const isSame = file && content ? file.bytes.equals(content) : file === content
    if (isSame) continue
    if (needed === 'always') rights = 'always'
    services.add(service)
    changes.push({
      path: file?.realPath ?? path,
      ...(file && { before: file.sha256 }),
      ...(content && { content }),
    })
  }
  return { changes, services: [...services], rights }
}
