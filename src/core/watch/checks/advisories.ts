/** Known holes of Mailu's versions, shipped with the app: each with its source. Nothing is fetched. */
import { z } from '../../../shared/zod.ts'
import { loadResource } from '../../store/load-resource.ts'

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
export const loadAdvisories = (resourcesDir: string): Promise<AdvisoryFile> =>
  loadResource(resourcesDir, 'mailu-advisories.json', AdvisoryFile)
