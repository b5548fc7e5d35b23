import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { z } from '../../shared/zod.ts'

/**
 * Reads a JSON file that is shipped with the app.
 * @throws AppError `file-not-readable` when it is missing or not what `schema` says: then the installation is damaged
 */
export async function loadResource<T extends z.ZodType>(
  resourcesDir: string,
  name: string,
  schema: T,
): Promise<z.output<T>> {
  const file = join(resourcesDir, name)
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'unknown'
    throw new AppError('file-not-readable', { file, reason }, { cause })
  }
}
