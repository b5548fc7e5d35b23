/** What Postern has put on a server: listed, and taken away in the form in which it was listed. */
import { createHash } from 'node:crypto'
import type { JobContext } from '../../shared/contract/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { CleanPlan } from '../../shared/model/server.ts'
import { NEEDS_ROOT } from '../net/remote-commands.ts'
import { mustSucceed } from '../net/ssh/must-succeed.ts'
import type { RemoteHost } from '../net/ssh/session.ts'
import { existingKey, readKeyPlan, removeKeyLine } from './app-key.ts'
import { cleanCodes, cleanCommand, tracesCommand } from './clean-commands.ts'
import type { LoginDeps } from './login.ts'

export interface CleanDeps extends LoginDeps {
  /** Folders of projects that were seen on a server, also of those that do not run any more. */
  readonly projectDirs: (server: string) => readonly string[]
}

type Folder = CleanPlan['folders'][number]

/** Reads the answer of `servers.traces`. */
export function parseTraces(text: string): Folder[] {
  const folders: { dir: string; isBusy: boolean; files: Folder['files'] }[] = []
  for (const line of text.split('\n')) {
    const [, word, rest = ''] = /^(folder|busy|file) (.*)$/.exec(line) ?? []
    const last = folders.at(-1)
    if (word === 'folder') folders.push({ dir: rest, isBusy: false, files: [] })
    else if (last && word === 'busy') last.isBusy = true
    else if (last && word === 'file') {
      const [, size = '0', path = ''] = /^(\d+) (.*)$/.exec(rest) ?? []
      last.files.push({ path, sizeBytes: Number(size) })
    }
  }
  return folders
}

async function listOn(
  deps: CleanDeps,
  id: string,
  host: RemoteHost,
  signal: AbortSignal,
): Promise<CleanPlan> {
  const result = await host.run(tracesCommand, [...deps.projectDirs(id)], {
    signal,
    asRoot: 'if-needed',
  })
  const folders = parseTraces(mustSucceed(tracesCommand, result).stdout.toString('utf8'))
  const own = await existingKey(deps)
  const found = own && (await readKeyPlan(host, own, signal))
  const key = found?.isThere ? { file: found.file, line: found.line } : undefined
  const digest = createHash('sha256')
    .update(JSON.stringify([folders, key]))
    .digest('hex')
  return { digest, folders, ...(key && { key }) }
}

/** Everything of Postern's on the server. Reads only. */
export async function planClean(
  deps: CleanDeps,
  server: string,
  signal: AbortSignal,
): Promise<CleanPlan> {
  const { id } = deps.registry.get(server)
  return listOn(deps, id, await deps.connections.connect(server, signal), signal)
}

async function removeFolder(host: RemoteHost, dir: string, signal: AbortSignal): Promise<void> {
  const result = await host.run(cleanCommand, [dir], { signal, asRoot: 'if-needed' })
  if (result.exitCode === cleanCodes.busy) throw new AppError('clean-busy', { dir })
  if (result.exitCode === NEEDS_ROOT) throw new AppError('sudo-not-allowed', { user: host.user })
  mustSucceed(cleanCommand, result)
}

/**
 * Takes away what the list named by `digest` names, the key last, since it may be the way in; then forgets the server here.
 * @throws AppError `clean-list-changed`, `clean-busy` with nothing taken away; those of the connection
 */
export async function clean(
  deps: CleanDeps,
  input: { readonly server: string; readonly digest: string },
  context: JobContext,
): Promise<CleanPlan> {
  const { registry, connections } = deps
  const { signal } = context
  context.steps(['connect', 'list', 'clean'].map(id => ({ id, weight: 1 })))
  context.progress('connect')
  const { id, host: address } = registry.get(input.server)
  const host = await connections.connect(id, signal)
  context.progress('list')
  const plan = await listOn(deps, id, host, signal)
  const busy = plan.folders.find(({ isBusy }) => isBusy)
  if (busy) throw new AppError('clean-busy', { dir: busy.dir })
  if (plan.digest !== input.digest) throw new AppError('clean-list-changed', { host: address })
  for (const [index, { dir }] of plan.folders.entries()) {
    context.progress('clean', { done: index, total: plan.folders.length, detail: dir })
    await removeFolder(host, dir, signal)
  }
  const key = await existingKey(deps)
  if (plan.key && key) await removeKeyLine(host, key, signal)
  connections.close(id)
  registry.remove(id)
  deps.changed()
  return plan
}
