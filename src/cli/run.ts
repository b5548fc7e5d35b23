/** The command line as one function: words in, exit code out. The app's `--cli` and plain Node both call it. */
import { toWire } from '../shared/errors.ts'
import { en } from '../shared/locales/en/index.ts'
import { fill } from '../shared/locales/fill.ts'
import { Cancelled } from './call/ended.ts'
import type { OpenBridge } from './call/open-bridge.ts'
import { runCommand } from './call/run-command.ts'
import { commands } from './commands/index.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import type { CliIo } from './io.ts'
import { helpFor } from './parse/help.ts'
import { parseArgv } from './parse/parse-argv.ts'
import { UsageError } from './parse/usage-error.ts'
import {
  cancelledError,
  type FailureDocument,
  failureDocument,
  failureText,
  usageDocument,
} from './show/failure.ts'

/** Parses, runs, and answers the failure that is still to be said, with its exit code. */
async function attempt(
  argv: readonly string[],
  io: CliIo,
  openBridge: OpenBridge,
  version: string,
): Promise<{ readonly code: number; readonly say?: FailureDocument }> {
  const parsed = parseArgv(commands, argv)
  switch (parsed.kind) {
    case 'version':
      io.stdout.write(`${version}\n`)
      return { code: exitCodes.done }
    case 'help':
      io.stdout.write(helpFor(commands, parsed.path))
      return { code: exitCodes.done }
    case 'command': {
      const { failure, result, isSaid } = await runCommand(parsed, io, openBridge)
      if (!failure) return { code: exitCodes.done }
      const code = exitCodeOf(failure)
      return isSaid ? { code } : { code, say: failureDocument(failure, result) }
    }
  }
}

function explained(error: unknown): { readonly code: number; readonly say: FailureDocument } {
  if (error instanceof UsageError) {
    const help = ['postern', ...(error.path ? [error.path] : []), '--help'].join(' ')
    const say = usageDocument(error.message, fill(en.cli.usage.now, { help }))
    return { code: exitCodes.usage, say }
  }
  const wire = error instanceof Cancelled ? cancelledError : toWire(error)
  return { code: exitCodeOf(wire), say: failureDocument(wire) }
}

/**
 * Runs one command line. Never throws: every end is an exit code, with words on stderr or, with `--json`, one document on stdout.
 */
export async function runCli(
  argv: readonly string[],
  io: CliIo,
  openBridge: OpenBridge,
  version: string,
): Promise<number> {
  const { code, say } = await attempt(argv, io, openBridge, version).catch(explained)
  if (say && argv.includes('--json')) io.stdout.write(`${JSON.stringify(say, null, 2)}\n`)
  else if (say) io.stderr.write(failureText(say))
  return code
}
