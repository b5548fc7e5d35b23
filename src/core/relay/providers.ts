/** The catalogue of relay providers, loaded once from the app's resources. */
import { AppError } from '../../shared/errors.ts'
import { loadResource } from '../store/load-resource.ts'
import { RelayCatalogueFile, type RelayProvider } from '../../shared/model/relay.ts'

/**
 * Reads `relay-providers.json` (facts of `mailu.md` 6) from the app's resources folder.
 * @throws AppError `file-not-readable` when the file is missing or is no catalogue: then the installation is damaged.
 */
export const loadRelayProviders = async (resourcesDir: string): Promise<readonly RelayProvider[]> =>
  (await loadResource(resourcesDir, 'relay-providers.json', RelayCatalogueFile)).providers

/** The entry with that id. @throws AppError `relay-provider-not-found` */
export function findProvider(providers: readonly RelayProvider[], id: string): RelayProvider {
  const found = providers.find(provider => provider.id === id)
  if (found) return found
  const known = providers.map(provider => provider.id).join(', ')
  throw new AppError('relay-provider-not-found', { provider: id, known })
}

/** The provider whose host this is, `generic` where none is; undefined only for an empty catalogue. */
export const providerOfHost = (
  providers: readonly RelayProvider[],
  host: string,
): RelayProvider | undefined =>
  providers.find(provider => provider.hosts.some(one => one.host === host.toLowerCase())) ??
  providers.find(provider => provider.hosts.length === 0)
