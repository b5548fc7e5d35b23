/** What is in the file and not yet in force: a container keeps the environment that it was created with. */
import type { EnvCatalogue } from './catalogue.ts'

export interface ServiceEnvironment {
  readonly service: string
  /** `Config.Env` of the container, split at the first `=`. */
  readonly container: Readonly<Record<string, string>>
  /** `Config.Env` of its image: what is only from there is no drift. */
  readonly image?: Readonly<Record<string, string>>
  /** Keys of the compose file's `environment:`, which wins over the env file. */
  readonly overridden?: readonly string[]
}

export interface DriftedKey {
  readonly service: string
  readonly key: string
  readonly kind: 'differs' | 'only-in-file' | 'only-in-container'
  readonly isSecret: boolean
}

const own = (
  record: Readonly<Record<string, string>> | undefined,
  key: string,
): string | undefined => (record && Object.hasOwn(record, key) ? record[key] : undefined)

/**
 * Keys that a service consumes and whose effective value in the file is not the one that its container runs with.
 * A key that Mailu is not known to read counts only while it is in the file: containers hold many of their own. No values are given.
 */
export function drift(
  file: ReadonlyMap<string, string>,
  services: readonly ServiceEnvironment[],
  catalogue: EnvCatalogue,
): readonly DriftedKey[] {
  const found: DriftedKey[] = []
  for (const { service, container, image, overridden = [] } of services) {
    const inContainer = Object.keys(container).filter(key => catalogue.lookup(key))
    const keys = new Set([...file.keys(), ...inContainer])
    for (const key of [...keys].sort()) {
      if (overridden.includes(key) || !catalogue.isConsumedBy(key, service)) continue
      const wanted = file.get(key) ?? own(image, key)
      const running = own(container, key)
      if (wanted === running) continue
      const kind =
        running === undefined ? 'only-in-file' : file.has(key) ? 'differs' : 'only-in-container'
      found.push({ service, key, kind, isSecret: catalogue.isSecret(key) })
    }
  }
  return found
}
