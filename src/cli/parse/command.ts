/** A command of the command line as data: parsing, help, documentation and tests are all derived from it. */
import type { WireError } from '../../shared/errors.ts'
import type { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import type { CliArgument, CliOption, CommandPath } from './option.ts'

export interface CliCommand {
  readonly path: CommandPath
  readonly arguments: readonly CliArgument[]
  readonly options: readonly CliOption[]
  /** What `--json` prints: published in docs/cli.md. */
  readonly output: z.ZodType
  /** The command writes its output piece by piece, in both forms. */
  readonly isStreaming: boolean
  run(asked: Asked): Promise<unknown>
  /** The answer for a person; bytes go out exactly as they are. */
  show(value: unknown): string | Uint8Array
  /** The expected failure that an answer amounts to, if any: then the exit code is 1. */
  failure(value: unknown): WireError | undefined
}

interface Definition<O extends z.ZodType> {
  readonly path: CommandPath
  readonly arguments?: readonly CliArgument[]
  readonly options?: readonly CliOption[]
  readonly output: O
  readonly isStreaming?: boolean
  run(asked: Asked): Promise<z.output<O>>
  show(value: z.output<O>): string | Uint8Array
  failure?(value: z.output<O>): WireError | undefined
}

/** Checks a command's parts against each other and forgets the type of its answer. */
export const defineCommand = <O extends z.ZodType>(definition: Definition<O>): CliCommand => ({
  arguments: [],
  options: [],
  isStreaming: false,
  failure: () => undefined,
  ...(definition as Definition<z.ZodType>), // `run` is the only source of what `show` and `failure` are given
})
