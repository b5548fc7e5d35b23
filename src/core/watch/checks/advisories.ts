/** Known holes of Mailu's versions, shipped with the app: each with its source. Nothing is fetched. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { z } from '../../../shared/zod.ts'

const Version = z.string().regex(/^\d+(\.\d+)+$/)

export const AdvisoryFile = z.strictObject({
  version: z.literal(1),
  /** What became known later is not in here. */
  knownUntil: z.iso.date(),
  advisories: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        /** The first version that has it. */
        since: Version,
        /** The first version that has it no more. */
        fixed: Version,
        source: z.url(),
      }),
    )
    .min(1),
})
export type AdvisoryFile = z.infer<typeof AdvisoryFile>

/** Reads `mailu-advisories.json`. @throws AppError `file-not-readable`: then the installation is damaged */
export async function loadAdvisories(resourcesDir: string): Promise<AdvisoryFile> {
  const file = join(resourcesDir, 'mailu-advisories.json')
  try {
    return AdvisoryFile.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'unknown'
    throw new AppError('file-not-readable', { file, reason }, { cause })
  }
}
