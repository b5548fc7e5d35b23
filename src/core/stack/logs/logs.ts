/** `stack.logs`: lines of one or all services as events, masked, until they end or the job is cancelled. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError } from '../../../shared/errors.ts'
import type { LogLine } from '../../../shared/model/stack.ts'
import { Secret } from '../../../shared/secret.ts'
import { readEnv } from '../env/compose-reading.ts'
import { parseEnvDocument } from '../env/env-document.ts'
import { type OpenProject, openProject, type Where } from '../open-project.ts'
import { readProject, rememberSecrets, surroundingsOf } from '../read-project.ts'
import { firstOf } from '../services.ts'
import type { StackDeps } from '../stack-deps.ts'
import { generationBy } from '../status.ts'
import { createBatches } from './batches.ts'
import { createLineReader, parseLogLine } from './log-lines.ts'
import { followCommand, logsCommand } from './remote-commands.ts'

export interface LogsWanted {
  readonly services: readonly string[]
  readonly follow: boolean
  readonly since?: string | undefined
  readonly tail?: number | undefined
}

/** A login that may not read the settings cannot know what is secret in them; patterns still mask what looks like it. */
export async function learnSecrets(
  deps: StackDeps,
  open: OpenProject,
  signal: AbortSignal,
): Promise<void> {
  if (open.files.access !== 'direct' && open.files.access !== 'sudo') return
  const compose = generationBy(open)
  const files = await readProject(open, 'must', compose, signal)
  if (!files.env) return
  const reading = readEnv(parseEnvDocument(files.env.bytes, compose), surroundingsOf(files))
  rememberSecrets(reading, await deps.catalogue(), text => deps.remember(new Secret(text)))
}

/** Lines that come again after a container was replaced are dropped: Docker's stamps of a service only grow. */
function createDuplicateFilter(): (line: LogLine) => boolean {
  const newest = new Map<string, string>()
  return ({ service, at }) => {
    if (at === undefined) return true
    if (at < (newest.get(service) ?? '')) return false
    newest.set(service, at)
    return true
  }
}

/** Those that are named, or all. @throws AppError `service-not-found` */
export function servicesWanted(open: OpenProject, wanted: readonly string[]): readonly string[] {
  const known = open.project.services
  const missing = wanted.find(name => !known.includes(name))
  if (missing !== undefined)
    throw new AppError('service-not-found', { service: missing, known: known.join(', ') })
  return wanted.length > 0 ? wanted : known
}

/** @throws AppError `service-not-found`; of the connection and the engine */
export async function logs(
  deps: StackDeps,
  where: Where,
  wanted: LogsWanted,
  context: JobContext,
): Promise<{ lines: number }> {
  const { signal, jobId } = context
  const open = await openProject(deps, where, signal)
  const services = servicesWanted(open, wanted.services)
  await learnSecrets(deps, open, signal)

  let lines = 0
  const isNew = createDuplicateFilter()
  const batches = createBatches<LogLine>((batch, leftOut) =>
    deps.logged({ jobId, lines: [...batch], leftOut, read: lines }),
  )
  const reader = createLineReader(line => {
    const parsed = parseLogLine(line)
    if (wanted.follow && !isNew(parsed)) return
    lines += 1
    batches.add({ ...parsed, text: deps.redact(parsed.text) })
  })
  const tail = wanted.tail === undefined ? 'all' : String(wanted.tail)
  const command = wanted.follow ? followCommand : logsCommand
  const pairs = services.flatMap(name => [name, firstOf(open.containers, name)?.id ?? name])
  const args = wanted.follow
    ? [wanted.since ?? '', tail, open.found.name, ...services]
    : [wanted.since ?? '', tail, ...pairs]
  try {
    await open.host.stream(command, args, {
      signal,
      asRoot: open.engineRights,
      onData: chunk => reader.push(chunk),
    })
  } finally {
    reader.end()
    batches.end()
  }
  return { lines }
}
