import { AppError } from '../../../shared/errors.ts'
import type { RemoteCommandTemplate } from '../remote-commands.ts'
import type { RemoteResult } from './session.ts'

/** The result of a command that has to exit with 0. @throws AppError `remote-command-failed` with the last lines of stderr */
export function mustSucceed(command: RemoteCommandTemplate, result: RemoteResult): RemoteResult {
  if (result.exitCode === 0) return result
  const reply = result.stderr.trim().split('\n').slice(-6).join('\n').slice(-1000)
  throw new AppError('remote-command-failed', {
    command: command.id,
    exitCode: result.exitCode,
    reply: reply === '' ? '–' : reply,
  })
}
