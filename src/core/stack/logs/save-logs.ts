/** `stack.saveLogs`: the log of one or all services as a file of this computer, masked, service after service. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { saving } from '../../../shared/locales/en/saving.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { SavedLogs } from '../../../shared/model/stack.ts'
import { askForFile } from '../../store/ask-for-file.ts'
import { beginSavedFile, type SavedFile } from '../../store/save-file.ts'
import { type OpenProject, openProject, type Where } from '../open-project.ts'
import { firstOf } from '../services.ts'
import type { StackDeps } from '../stack-deps.ts'
import { createLineReader, parseLogLine } from './log-lines.ts'
import { learnSecrets, servicesWanted } from './logs.ts'
import { logsCommand } from './remote-commands.ts'

export interface SaveWanted {
  readonly services: readonly string[]
  readonly since?: string | undefined
  /** Only lines with this text; upper and lower case are the same. */
  readonly matching?: string | undefined
}

/** So much is gathered before it is written. */
const chunkChars = 256 * 1024

const stamp = (now: number): string => new Date(now).toISOString().slice(0, 16).replace(':', '')

async function writeService(
  deps: StackDeps,
  open: OpenProject,
  service: string,
  wanted: SaveWanted,
  file: SavedFile,
  context: JobContext,
  before: number,
): Promise<number> {
  const sought = wanted.matching?.trim().toLowerCase() ?? ''
  let lines = 0
  let text = ''
  // The file is written in order while more comes; a failure shows at the end at the latest.
  let written: Promise<void> = Promise.resolve()
  const flush = (): void => {
    const part = text
    text = ''
    written = written.then(() => file.write(part))
    written.catch(() => undefined) // awaited below
    context.progress('save', { done: before + lines, detail: service })
  }
  const reader = createLineReader(line => {
    const { at, text: said } = parseLogLine(line)
    const clean = deps.redact(said)
    if (sought !== '' && !`${service} ${clean}`.toLowerCase().includes(sought)) return
    lines += 1
    text += `${at === undefined ? '' : `${at} `}${service} ${clean}\n`
    if (text.length >= chunkChars) flush()
  })
  const id = firstOf(open.containers, service)?.id
  if (id !== undefined)
    await open.host.stream(logsCommand, [wanted.since ?? '', 'all', service, id], {
      signal: context.signal,
      asRoot: open.engineRights,
      onData: chunk => reader.push(chunk),
    })
  reader.end()
  flush()
  await written
  return lines
}

/** @throws AppError `no-save-dialog`, `file-not-writable`, `service-not-found`; of the connection and the engine */
export async function saveLogs(
  deps: StackDeps,
  where: Where,
  wanted: SaveWanted,
  context: JobContext,
): Promise<SavedLogs> {
  const { signal } = context
  context.steps([
    { id: 'choose-file', weight: 1 },
    { id: 'save', weight: 20 },
  ])
  context.progress('choose-file')
  const name = fill(saving.logName, {
    of: wanted.services.length === 1 ? wanted.services[0]! : (where.project ?? 'mailu'),
    at: stamp(deps.clock.now()),
  })
  const path = await askForFile(deps.askWhereToSave, { title: saving.logTitle, name }, signal)
  if (path === undefined) return { lines: 0, sizeBytes: 0 }
  context.progress('save')
  const open = await openProject(deps, where, signal)
  const services = servicesWanted(open, wanted.services)
  await learnSecrets(deps, open, signal)
  const file = await beginSavedFile(path)
  try {
    let lines = 0
    for (const service of services)
      lines += await writeService(deps, open, service, wanted, file, context, lines)
    return { path, lines, sizeBytes: await file.commit() }
  } catch (error) {
    await file.discard()
    throw error
  }
}
