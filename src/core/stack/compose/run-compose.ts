/** Runs one documented command of Compose on a project, as it was started. */
import { AppError } from '../../../shared/errors.ts'
import type { RemoteCommandTemplate } from '../../net/remote-commands.ts'
import type { ComposeTool } from '../discovery/compose-tools.ts'
import type { OpenProject } from '../open-project.ts'

export interface ComposeRun {
  readonly open: OpenProject
  readonly tool: ComposeTool
  readonly signal: AbortSignal
  readonly redact: (text: string) => string
  /** Told each line as it comes. */
  readonly onLine?: (line: string) => void
  /** Until it has ended, in milliseconds. @default 10 minutes */
  readonly timeoutMs?: number
}

/** What stands before the verb, word by word. */
export const composeWords = (tool: ComposeTool, open: OpenProject): readonly string[] => [
  ...tool.command.split(' '),
  '-p',
  open.found.name,
  ...(open.found.environmentFile === undefined ? [] : ['--env-file', open.found.environmentFile]),
]

/** The four arguments that each template of Compose begins with. */
export const addressOf = (tool: ComposeTool, open: OpenProject): readonly string[] => [
  open.found.dir,
  tool.command,
  open.found.name,
  open.found.environmentFile ?? '',
]

const keptLines = 400

/** Its output, the last lines of it. @throws AppError `compose-failed`; `timed-out`, `cancelled`, `connection-lost` */
export async function runCompose(
  command: RemoteCommandTemplate,
  services: readonly string[],
  run: ComposeRun,
): Promise<string> {
  const { open, tool, redact } = run
  const lines: string[] = []
  let rest = ''
  const take = (line: string): void => {
    const clean = redact(line.replace(/\r/g, ' ').trimEnd())
    if (clean.trim() === '') return
    lines.push(clean)
    if (lines.length > keptLines) lines.shift()
    run.onLine?.(clean)
  }
  const limit = AbortSignal.timeout(run.timeoutMs ?? 600_000)
  const signal = AbortSignal.any([run.signal, limit])
  const decoder = new TextDecoder()
  try {
    const { exitCode } = await open.host.stream(command, [...addressOf(tool, open), ...services], {
      signal,
      asRoot: open.fileRights,
      onData(chunk) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
        rest = parts.pop() ?? ''
        for (const part of parts) take(part)
      },
    })
    take(rest)
    if (exitCode === 0) return lines.join('\n')
    const shown = `${tool.command} ${command.id.replace('stack.', '')} ${services.join(' ')}`.trim()
    throw new AppError('compose-failed', {
      command: shown,
      reply: lines.slice(-6).join('\n').slice(-1000) || '–',
    })
  } catch (error) {
    if (!limit.aborted || run.signal.aborted) throw error
    const seconds = Math.round((run.timeoutMs ?? 600_000) / 1000)
    throw new AppError('timed-out', { what: `${tool.command} ${command.id}`, seconds })
  }
}
