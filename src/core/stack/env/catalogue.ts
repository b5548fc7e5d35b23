/** The catalogue of settings, loaded once from the app's resources. */
import { EnvCatalogueFile, type EnvKeyFacts } from '../../../shared/model/env-catalogue.ts'
import { loadResource } from '../../store/load-resource.ts'

export interface EnvCatalogue {
  readonly keys: readonly EnvKeyFacts[]
  /** Facts of a key; `NAME_FILE` is known wherever admin knows `NAME` (`mailu.md` 1.2). Undefined for a key that Mailu is not known to read. */
  lookup(key: string): EnvKeyFacts | undefined
  /** By the catalogue, or by the look of the name where the key is unknown. */
  isSecret(key: string): boolean
  /** Whether that service reads the key. Of an unknown key nobody can tell: true. */
  isConsumedBy(key: string, service: string): boolean
}

const looksSecret = /PASS|SECRET|TOKEN|CREDENTIAL|_PW$|_KEY$|(?:^|_)DSN$/i

/** The `_FILE` form of a key that admin reads: a path in the container in place of the value. */
function fileForm(key: string, known: ReadonlyMap<string, EnvKeyFacts>): EnvKeyFacts | undefined {
  const base = key.endsWith('_FILE') ? known.get(key.slice(0, -'_FILE'.length)) : undefined
  if (!base || !(base.consumers.includes('admin') || base.consumers.includes('all')))
    return undefined
  const { group, consumers } = base
  return { key, group, type: { kind: 'path' }, default: null, consumers, mayBeEmpty: false }
}

/** Makes a catalogue of facts that were validated. */
export function createEnvCatalogue(keys: readonly EnvKeyFacts[]): EnvCatalogue {
  const known = new Map(keys.map(facts => [facts.key, facts]))
  const lookup = (key: string): EnvKeyFacts | undefined => known.get(key) ?? fileForm(key, known)
  return {
    keys,
    lookup,
    isSecret: key => {
      const facts = lookup(key)
      return facts ? facts.type.kind === 'secret' : looksSecret.test(key)
    },
    isConsumedBy: (key, service) => {
      const facts = lookup(key)
      return !facts || facts.consumers.includes('all') || facts.consumers.includes(service)
    },
  }
}

/**
 * Reads `env-catalogue.json` from the app's resources folder.
 * @throws AppError `file-not-readable` when the file is missing or is no catalogue: then the installation is damaged.
 */
export const loadEnvCatalogue = async (resourcesDir: string): Promise<EnvCatalogue> =>
  createEnvCatalogue(
    (await loadResource(resourcesDir, 'env-catalogue.json', EnvCatalogueFile)).keys,
  )
