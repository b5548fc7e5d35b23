/** Dated copies of the settings, kept on the server: the list, and the way back to one. */
import { posix } from 'node:path'
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EnvCopy, EnvPreview, TransactionResult } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import { type OpenProject, openProject, type Where } from '../open-project.ts'
import { isFile, readFiles } from '../read-files.ts'
import { mustHaveEnv, readProject } from '../read-project.ts'
import type { StackDeps } from '../stack-deps.ts'
import { generationBy } from '../status.ts'
import { copyPrefix, copyTakenAt, homeOf } from '../transaction/change.ts'
import { copiesCommand } from '../transaction/remote-commands.ts'
import { applyContent } from './apply-edits.ts'
import { makeDraft, readState } from './prepare-draft.ts'
import { previewOf } from './preview.ts'

type Copies = z.input<typeof EnvCopy>[]

/** Reads what `stack.copies` printed, newest first. */
export function parseCopies(text: string, home: string, currentSha256: string): Copies {
  return text.split('\n').flatMap(line => {
    const [, sha256, size, id] = /^([0-9a-f]{64}) (\d+) (.+)$/.exec(line) ?? []
    const takenAt = id === undefined ? undefined : copyTakenAt(id)
    if (id === undefined || sha256 === undefined || takenAt === undefined) return []
    const path = posix.join(home, 'copies', id)
    return [
      { id, path, takenAt, sha256, sizeBytes: Number(size), isCurrent: sha256 === currentSha256 },
    ]
  })
}

async function copiesOf(
  deps: StackDeps,
  where: Where,
  signal: AbortSignal,
): Promise<{ readonly open: OpenProject; readonly copies: Copies }> {
  const open = await openProject(deps, where, signal)
  const env = mustHaveEnv(open, await readProject(open, 'must', generationBy(open), signal))
  const home = homeOf(open.found.dir)
  const result = await open.host.run(copiesCommand, [home, copyPrefix(env.realPath)], {
    signal,
    asRoot: open.fileRights,
  })
  const text = mustSucceed(copiesCommand, result).stdout.toString('utf8')
  return { open, copies: parseCopies(text, home, env.sha256) }
}

export const envHistory = async (
  deps: StackDeps,
  where: Where,
  signal: AbortSignal,
): Promise<Copies> => (await copiesOf(deps, where, signal)).copies

/** @throws AppError `env-copy-not-found` */
async function readCopy(
  deps: StackDeps,
  where: Where,
  id: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { open, copies } = await copiesOf(deps, where, signal)
  const copy = copies.find(one => one.id === id)
  const [file] = copy
    ? await readFiles(open.host, [copy.path], 'must', { signal, asRoot: open.fileRights })
    : []
  if (!isFile(file)) throw new AppError('env-copy-not-found', { id })
  return file.bytes
}

/** What bringing a copy back would change against the file as it is. @throws AppError `env-copy-not-found`, and as `readState` */
export async function copyPreview(
  deps: StackDeps,
  where: Where,
  id: string,
  signal: AbortSignal,
): Promise<z.input<typeof EnvPreview>> {
  const content = await readCopy(deps, where, id, signal)
  const state = await readState(deps, where, signal)
  return previewOf(deps, makeDraft(deps, state, { content }), signal)
}

/** @throws AppError `env-copy-not-found`, and as `applyEdits` */
export async function envRollback(
  deps: StackDeps,
  where: Where,
  id: string,
  context: JobContext,
  baseSha256?: string,
): Promise<z.input<typeof TransactionResult>> {
  const content =
    context.resumed === undefined
      ? await readCopy(deps, where, id, context.signal)
      : new Uint8Array() // a run that a crash ended only tells how it ended
  return applyContent(deps, where, content, context, { baseSha256 })
}
