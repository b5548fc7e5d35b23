/** Files of this computer that a command is given. */
import { AppError } from '../shared/errors.ts'
import type { CliIo } from './io.ts'

/** @throws AppError `file-not-readable` */
export async function readGivenFile(io: CliIo, file: string): Promise<Uint8Array> {
  try {
    return await io.readFile(file)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('file-not-readable', { file, reason }, { cause })
  }
}

/** The same as text. */
export const readGivenText = async (io: CliIo, file: string): Promise<string> =>
  new TextDecoder().decode(await readGivenFile(io, file))
