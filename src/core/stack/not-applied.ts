/** What stands in the file and is not in force: by service, the keys that it consumes and runs without. */
import type { EnvCatalogue } from './env/catalogue.ts'
import { readEnv } from './env/compose-reading.ts'
import { drift } from './env/drift.ts'
import { parseEnvDocument } from './env/env-document.ts'
import type { ComposeGeneration } from '../../shared/model/stack.ts'
import type { OpenProject } from './open-project.ts'
import { hasEnvFile, type ProjectFiles, surroundingsOf } from './read-project.ts'
import { stateOf } from './services.ts'

/** Empty where the file cannot be read. A service that is stopped takes the file's values when it starts. */
export function notApplied(
  open: OpenProject,
  files: ProjectFiles,
  compose: ComposeGeneration,
  catalogue: EnvCatalogue,
  now: number,
): ReadonlyMap<string, readonly string[]> {
  const byService = new Map<string, string[]>()
  if (!files.env) return byService
  const document = parseEnvDocument(files.env.bytes, compose)
  const { values } = readEnv(document, surroundingsOf(files))
  const running = open.containers
    .filter(one => stateOf(one, now) !== 'stopped')
    .filter(one => hasEnvFile(open, files, one.service, [...values.keys()]))
    .map(one => ({
      service: one.service,
      container: one.env,
      overridden:
        files.declared.services.find(({ name }) => name === one.service)?.environment ?? [],
    }))
  for (const { service, key } of drift(values, running, catalogue))
    byService.set(service, [...(byService.get(service) ?? []), key])
  return byService
}
